package content

import (
	"strings"
)

var (
	foldTag     = pattern(`(?i)</?details(?:\s[^<>]*)?>|</?summary(?:\s[^<>]*)?>`)
	foldStart   = pattern(`(?i)^\s*<details(?:\s[^<>]*)?>\s*$`)
	foldEnd     = pattern(`(?i)^\s*</details\s*>\s*$`)
	summaryLine = pattern(`(?i)^\s*<summary(?:\s[^<>]*)?>(.*)$`)
	summaryEnd  = pattern(`(?i)</summary\s*>`)
)

func isFoldStart(s string) bool {
	return strings.IndexByte(s, '<') >= 0 && foldStart().MatchString(s)
}

// partFolds puts the tags of folds on lines of their own, outside code.
func partFolds(lines []line) []line {
	var out []line
	var open *fence
	for i, l := range lines {
		if open != nil {
			if open.closedBy(l.text) {
				open = nil
			}
		} else if f, ok := opensFence(l.text); ok {
			open = &f
		} else if strings.IndexByte(l.text, '<') >= 0 && !strings.Contains(l.text, "`") {
			if parts := foldParts(l.text); len(parts) > 1 {
				if out == nil {
					out = append(make([]line, 0, len(lines)+16), lines[:i]...)
				}
				for _, part := range parts {
					out = append(out, line{part, l.number})
				}
				continue
			}
		}
		if out != nil {
			out = append(out, l)
		}
	}
	if out == nil {
		return lines
	}
	return out
}

// foldParts cuts a line before <details>, </details> and <summary>, and after
// <details>, </details> and </summary>.
func foldParts(s string) []string {
	var parts []string
	start := 0
	cut := func(i int) {
		if part := strings.TrimSpace(s[start:i]); part != "" {
			parts = append(parts, part)
		}
		start = i
	}
	for _, m := range foldTag().FindAllStringIndex(s, -1) {
		name := strings.ToLower(s[m[0]:m[1]])
		if !strings.HasPrefix(name, "</summary") {
			cut(m[0])
		}
		if !strings.HasPrefix(name, "<summary") {
			cut(m[1])
		}
	}
	if start == 0 && len(parts) == 0 {
		return nil
	}
	cut(len(s))
	return parts
}

// matchFolds pairs each <details> with its </details>. One that is never
// closed is no fold: it must not swallow the rest of the file.
func matchFolds(lines []line) map[int]int {
	pairs := map[int]int{}
	var stack []int
	var open *fence
	for i, l := range lines {
		if open != nil {
			if open.closedBy(l.text) {
				open = nil
			}
			continue
		}
		if f, ok := opensFence(l.text); ok {
			open = &f
			continue
		}
		if strings.IndexByte(l.text, '<') < 0 {
			continue
		}
		switch {
		case foldStart().MatchString(l.text):
			stack = append(stack, i)
		case foldEnd().MatchString(l.text) && len(stack) > 0:
			pairs[stack[len(stack)-1]] = i
			stack = stack[:len(stack)-1]
		}
	}
	return pairs
}

// openFold starts a fold at the current line, with the summary that follows.
func (s *scanner) openFold(end int) {
	s.flush()
	block := &Block{Kind: Fold, Line: s.lines[s.at].number}
	s.at++
	for s.at < end && blank(s.lines[s.at].text) {
		s.at++
	}
	if m := summaryLine().FindStringSubmatch(s.lines[s.at].text); m != nil && s.at < end {
		var words []string
		for text := m[1]; ; text = s.lines[s.at].text {
			done := summaryEnd().MatchString(text)
			words = append(words, summaryEnd().ReplaceAllString(text, ""))
			s.at++
			if done || s.at >= end {
				break
			}
		}
		source := strings.TrimSpace(reduce(strings.Join(words, " "), s.caption))
		block.Name = strings.ReplaceAll(Plain(NewParser(), source), "\n", " ")
	}
	if block.Name == "" {
		block.Name = "Details"
	}
	s.open = append(s.open, openFold{block, end})
}

func (s *scanner) closeFold() {
	s.flush()
	last := len(s.open) - 1
	block := *s.open[last].block
	s.open = s.open[:last]
	s.add(block)
}
