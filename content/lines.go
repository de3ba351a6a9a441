package content

import (
	"regexp"
	"strings"
)

// line is one line of a source, with the number it has in the file: repairs
// insert and remove lines, messages must still name the right one.
type line struct {
	text   string
	number int
}

// maxLine is the longest line kept whole. A longer one is broken at a space:
// in a paragraph that reads the same, and no screen has to measure megabytes.
const maxLine = 4096

func splitLines(text string, first int) []line {
	lines := make([]line, 0, strings.Count(text, "\n")+1)
	for number := first; ; number++ {
		head, rest, more := strings.Cut(text, "\n")
		for len(head) > maxLine {
			cut := strings.LastIndexByte(head[:maxLine], ' ')
			if cut < maxLine/2 {
				cut = runeStart(head, maxLine)
			}
			lines = append(lines, line{head[:cut], number})
			head = strings.TrimLeft(head[cut:], " ")
		}
		lines = append(lines, line{head, number})
		if !more {
			return lines
		}
		text = rest
	}
}

// runeStart is the last position not after i at which a character begins.
func runeStart(s string, i int) int {
	for i > 0 && s[i]&0xc0 == 0x80 {
		i--
	}
	return i
}

func indent(s string) int {
	return len(s) - len(strings.TrimLeft(s, " "))
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }

// The shapes of a line.
var (
	headingLine   = regexp.MustCompile(`^ {0,3}(#{1,6})(?:[ ]+(.*))?$`)
	gluedHeading  = regexp.MustCompile(`^ {0,3}(#{2,6})([^#\s!].*)$`)
	underline     = regexp.MustCompile(`^ {0,3}(=+|-+) *$`)
	fenceLine     = regexp.MustCompile("^( *)(`{3,}|~{3,})(.*)$")
	listItem      = regexp.MustCompile(`^( *)([-*+]|\d{1,9}[.)])( +|$)`)
	quoteLine     = regexp.MustCompile(`^ {0,3}>`)
	delimiterRow  = regexp.MustCompile(`^ {0,3}\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$`)
	gluedDash     = regexp.MustCompile(`^( *)([-+])(\pL.*)$`)
	gluedStar     = regexp.MustCompile(`^( *)\*(\pL[^*]*)$`)
	gluedNumber   = regexp.MustCompile(`^( *)(\d{1,3}[.)])(\pL.*)$`)
	bulletSign    = regexp.MustCompile(`^( *)[•·●▪◦‣–—] *(\S.*)$`)
	footnote      = regexp.MustCompile(`^( *)\[\^`)
	definition    = regexp.MustCompile(`^ {0,3}\[([^\]\[^][^\]\[]*)\]: *<?([^\s<>]+)>?(?: +(?:"[^"]*"|'[^']*'|\([^)]*\)))? *$`)
	closingHashes = regexp.MustCompile(`\s+#+\s*$`)
)

// fence is an open code fence.
type fence struct {
	char   byte
	length int
	indent int
	info   string
}

// opensFence reports whether a line opens a code fence. An info string after
// backticks has no backtick in it: that would be a code span.
func opensFence(s string) (fence, bool) {
	m := fenceLine.FindStringSubmatch(s)
	if m == nil || m[2][0] == '`' && strings.Contains(m[3], "`") {
		return fence{}, false
	}
	return fence{m[2][0], len(m[2]), len(m[1]), strings.TrimSpace(m[3])}, true
}

func (f fence) closedBy(s string) bool {
	t := strings.TrimSpace(s)
	return len(t) >= f.length && strings.Trim(t, string(f.char)) == ""
}
