// This file reports results in JUnit's XML, which CI systems read.

package nb

import (
	"encoding/xml"
	"errors"
	"fmt"
	"regexp"
	"time"
)

type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Time     string       `xml:"time,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Time     string      `xml:"time,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Class   string        `xml:"classname,attr"`
	Name    string        `xml:"name,attr"`
	Time    string        `xml:"time,attr"`
	Failure *junitFailure `xml:"failure"`
}

type junitFailure struct {
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// JUnit returns the results as XML: a test suite for each notebook with a test case for each of its cells that ran, and one for the
// notebook as a whole. What made the notebook fail is the failure of its cell, or of the whole if it was no cell's.
func JUnit(results []Result) ([]byte, error) {
	var suites junitSuites
	var total time.Duration
	for _, r := range results {
		suite := junitSuite{Name: r.Path, Time: junitSeconds(r.Duration)}
		for i, c := range r.Cells {
			cell := junitCase{Class: r.Path, Name: fmt.Sprintf("%d: %s", i+1, clean(c.Title)), Time: junitSeconds(c.Duration)}
			if c.Err != nil && errors.Is(r.Err, c.Err) { // else it was expected
				cell.Failure = failureOf(r.Err)
				suite.Failures = 1
			}
			suite.Cases = append(suite.Cases, cell)
		}
		whole := junitCase{Class: r.Path, Name: "notebook", Time: junitSeconds(r.Duration)}
		if r.Err != nil && suite.Failures == 0 {
			whole.Failure = failureOf(r.Err)
			suite.Failures = 1
		}
		suite.Cases = append(suite.Cases, whole)
		suite.Tests = len(suite.Cases)
		suites.Suites = append(suites.Suites, suite)
		suites.Tests += suite.Tests
		suites.Failures += suite.Failures
		total += r.Duration
	}
	suites.Time = junitSeconds(total)
	text, err := xml.MarshalIndent(suites, "", "  ")
	if err != nil {
		return nil, err
	}
	return append([]byte(xml.Header), append(text, '\n')...), nil
}

func failureOf(err error) *junitFailure {
	text := clean(err.Error())
	return &junitFailure{Message: title(text), Text: text}
}

func junitSeconds(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()) }

// notXML matches terminal sequences and control characters, which XML 1.0 cannot hold.
var notXML = regexp.MustCompile(controlSequence.String() + "|[\x00-\x08\x0b\x0c\x0e-\x1f]")

func clean(text string) string { return notXML.ReplaceAllString(text, "") }
