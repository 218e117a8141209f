package org.talkoot.eval.report;

import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Reports in the form that CI servers know: a test suite for each suite and model, a test case for each case. A case
 * that nobody could decide is an error.
 */
public final class JunitXml {

    private JunitXml() {}

    public static String of(List<Report> reports) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuites");
            for (Report report : reports) {
                for (String model : report.models()) {
                    suite(report, model, xml);
                }
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new UncheckedIOException(new java.io.IOException(e));
        }
        return text.toString();
    }

    private static void suite(Report report, String model, XMLStreamWriter xml) throws XMLStreamException {
        List<CaseReport> cases = report.of(model);
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", report.suite() + "." + model);
        xml.writeAttribute("tests", String.valueOf(cases.size()));
        xml.writeAttribute("failures", count(cases, CaseReport.Verdict.FAILED));
        xml.writeAttribute("errors", count(cases, CaseReport.Verdict.UNDECIDED));
        xml.writeAttribute("skipped", "0");
        xml.writeAttribute(
                "time",
                seconds(cases.stream().mapToLong(each -> each.took().toMillis()).sum()));
        for (CaseReport each : cases) {
            testCase(report, each, xml);
        }
        xml.writeEndElement();
    }

    private static void testCase(Report report, CaseReport each, XMLStreamWriter xml) throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", report.suite() + "." + each.model());
        xml.writeAttribute("name", clean(each.name()));
        xml.writeAttribute("time", seconds(each.took().toMillis()));
        switch (each.verdict()) {
            case PASSED -> {}
            case FAILED -> complaint("failure", each, xml);
            case UNDECIDED -> complaint("error", each, xml);
        }
        xml.writeStartElement("system-out");
        xml.writeCharacters(clean(Table.cell(each)));
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private static void complaint(String element, CaseReport each, XMLStreamWriter xml) throws XMLStreamException {
        StringBuilder all = new StringBuilder();
        for (Execution execution : each.executions()) {
            execution
                    .undecided()
                    .forEach(one -> all.append(execution.repetition())
                            .append(": ")
                            .append(one)
                            .append('\n'));
            execution
                    .wrong()
                    .forEach(one -> all.append(execution.repetition())
                            .append(": ")
                            .append(one)
                            .append('\n'));
        }
        xml.writeStartElement(element);
        xml.writeAttribute(
                "message",
                "%d of %d right, %d%% have to be"
                        .formatted(each.right(), each.executions().size(), each.passes()));
        xml.writeCharacters(clean(all.toString()));
        xml.writeEndElement();
    }

    private static String count(List<CaseReport> cases, CaseReport.Verdict verdict) {
        return String.valueOf(
                cases.stream().filter(each -> each.verdict() == verdict).count());
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.3f", millis / 1e3);
    }

    /** Models may write what XML cannot say at all. */
    private static String clean(String text) {
        return text.codePoints()
                .map(c -> c == '\n'
                                || c == '\t'
                                || (c >= 0x20 && c != 0xFFFE && c != 0xFFFF && !(c >= 0xD800 && c < 0xE000))
                        ? c
                        : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
