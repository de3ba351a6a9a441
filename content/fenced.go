package content

import (
	"errors"
	"strconv"
	"strings"
)

// fenced reads a fenced block: a live one becomes a block of its own, code
// stays in the text.
func (s *scanner) fenced(f fence) error {
	end := s.fenceEnd(f)
	kind, argument, _ := strings.Cut(f.info, " ")
	if !isLive(Kind(kind)) || f.indent > 3 || Kind(kind) == SQLKind && s.listing(argument, end) {
		s.code(f, end)
		return nil
	}
	s.flush()
	body := s.lines[s.at+1 : min(end, len(s.lines))]
	text := make([]string, len(body))
	for i, l := range body {
		text[i] = l.text[min(f.indent, indent(l.text)):]
	}
	live := liveBlock{
		path: s.doc.Path, kind: Kind(kind), argument: strings.TrimSpace(argument),
		source: strings.Join(text, "\n"), line: s.lines[s.at].number, scenario: s.options.Scenario,
	}
	block, err := live.parse()
	if err == nil {
		err = s.unique(block)
	}
	if err != nil {
		var mistake *Error
		if s.options.Strict || !errors.As(err, &mistake) {
			return err
		}
		s.doc.Problems = append(s.doc.Problems, mistake)
		mark := strings.Repeat(string(f.char), f.length)
		block = Block{Kind: Text, Line: live.line, Source: mark + f.info + "\n" + live.source + "\n" + mark + "\n"}
	}
	s.add(block)
	s.at = end
	if end < len(s.lines) && f.closedBy(s.lines[end].text) {
		s.at++
	}
	return nil
}

// listing reports whether a block of SQL is code to read: it has no name, or,
// in notes that were written for other programs, it has a text as well.
func (s *scanner) listing(argument string, end int) bool {
	if strings.TrimSpace(argument) == "" {
		return true
	}
	for _, l := range s.lines[s.at+1 : min(end, len(s.lines))] {
		if !blank(l.text) {
			return !s.options.Strict
		}
	}
	return false
}

// code keeps the fenced code up to line end. Very long code becomes several
// blocks, each with its own fence.
func (s *scanner) code(f fence, end int) {
	mark := strings.Repeat(" ", f.indent) + strings.Repeat(string(f.char), f.length)
	s.keep(s.lines[s.at])
	for s.at++; s.at < end; s.at++ {
		s.keep(s.lines[s.at])
		if len(s.pending) >= 4*maxPending || s.size >= 4*maxBytes {
			s.keep(line{mark, s.lines[s.at].number})
			s.flush()
			s.keep(line{mark + f.info, s.lines[s.at].number})
		}
	}
	s.keep(line{mark, s.lines[min(end, len(s.lines)-1)].number})
	if end < len(s.lines) && f.closedBy(s.lines[end].text) {
		s.at++
	}
}

// fenceEnd is the index of the line that closes a fence. One that is never
// closed ends before the next heading after a blank line, not with the file.
func (s *scanner) fenceEnd(f fence) int {
	limit := s.limit()
	if shortest, ok := s.closers[f.char]; !ok || f.length < shortest {
		for i := s.at + 1; i < limit; i++ {
			if f.closedBy(s.lines[i].text) {
				return i
			}
		}
		if limit == len(s.lines) { // remembered, or a file of open fences would take the square of its length
			s.closers[f.char] = f.length
		}
	}
	for i := s.at + 2; i < limit; i++ {
		if _, _, ok := hashes(s.lines[i].text); ok && blank(s.lines[i-1].text) {
			return i
		}
	}
	return limit
}

// unique reports an id that is used twice in a document.
func (s *scanner) unique(b Block) error {
	if b.Name == "" || b.Kind == ScenarioKind || b.Kind == SQLKind {
		return nil
	}
	if before, taken := s.ids[b.Name]; taken {
		return &Error{
			Path: s.doc.Path, Line: b.Line, Message: "the id " + b.Name + " is used twice",
			Cure: "the first is in line " + strconv.Itoa(before) + "; answers are kept by id, so give this block another",
		}
	}
	s.ids[b.Name] = b.Line
	return nil
}
