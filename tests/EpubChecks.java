// Many EPUBs in one run of epubcheck: a virtual machine for each would take longer than the checks.
// Prints, for each file: its path, a tab, fatals + errors + warnings, and then each finding on a line of its own.

import com.adobe.epubcheck.api.EpubCheck;
import com.adobe.epubcheck.util.WriterReportImpl;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;

public class EpubChecks {
    public static void main(String[] files) {
        for (String file : files) {
            StringWriter told = new StringWriter();
            WriterReportImpl report = new WriterReportImpl(new PrintWriter(told, true), "");
            report.initialize();
            new EpubCheck(new File(file), report).doValidate();
            int count = report.getFatalErrorCount() + report.getErrorCount() + report.getWarningCount();
            System.out.println("FILE\t" + file + "\t" + count);
            told.toString().lines().filter(line -> line.matches("(FATAL|ERROR|WARNING): \\S.*[a-z].*"))
                .forEach(line -> System.out.println("SAID\t" + line));
        }
    }
}
