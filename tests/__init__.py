# A package: spylls leaves one of this name beside the libraries, which would else be taken for this folder.
