package cli

import (
	"fmt"
	"regexp"
	"sort"
	"strconv"
	"unicode/utf8"

	"netsplit/engine/history"
)

// symbols stand for the keys and values of a recorded history while it is
// checked: the checker sees k0, k1 … and v0, v1 …, and its sentences get the
// words back afterwards. So what a history holds, which may be anything, can't
// be taken for a part of the sentence, and a value of a megabyte costs no more
// than a small one. In the same way seconds become the lines that they stand
// for.
type symbols struct {
	recorded     []history.Operation
	keys, values table

	told func(key, all int) // not nil: hears which key is looked at
}

// table numbers different texts.
type table struct {
	texts []string
	index map[string]int
}

func (t *table) number(text string) int {
	n, ok := t.index[text]
	if !ok {
		n = len(t.texts)
		t.index[text] = n
		t.texts = append(t.texts, text)
	}
	return n
}

func newSymbols(recorded []history.Operation) *symbols {
	return &symbols{recorded: recorded, keys: table{index: map[string]int{}}, values: table{index: map[string]int{}}}
}

func (s *symbols) key(text string) string   { return "k" + strconv.Itoa(s.keys.number(text)) }
func (s *symbols) value(text string) string { return "v" + strconv.Itoa(s.values.number(text)) }

// symbolic is a recorded operation in symbols.
func (s *symbols) symbolic(i int) history.Operation {
	o := s.recorded[i]
	o.Key = s.key(o.Key)
	if o.Kind != history.Get || o.Outcome == history.OK {
		o.Value = s.value(o.Value)
	}
	if o.Kind == history.CompareAndSet {
		o.Expected = s.value(o.Expected)
	}
	return o
}

// byKey are the places of the recorded operations, by the number of their key.
func (s *symbols) byKey() [][]int {
	var places [][]int
	for i := range s.recorded {
		n := s.keys.number(s.recorded[i].Key)
		if n == len(places) {
			places = append(places, nil)
		}
		places[n] = append(places[n], i)
	}
	return places
}

// byLine finds an operation by the line on which it began.
func (s *symbols) byLine(line uint64) *history.Operation {
	i := sort.Search(len(s.recorded), func(i int) bool { return s.recorded[i].ID >= line })
	return &s.recorded[i]
}

func (s *symbols) counts(r *history.Recording) checkCounts {
	n := checkCounts{Lines: r.Lines, Operations: len(s.recorded), Keys: len(s.keys.texts)}
	for _, o := range s.recorded {
		switch o.Outcome {
		case history.OK:
			n.OK++
		case history.Fail:
			n.Failed++
		default:
			n.Unknown++
		}
	}
	return n
}

// symbolPattern finds what stands for something else in a sentence of the
// checker: an operation, perhaps with the time of its beginning; a time; a key;
// a value.
func symbolPattern() *regexp.Regexp {
	return regexp.MustCompile(`\b(?:get|put|cas) k\d+(?: v\d+)* by process -?\d+ \(op (\d+)\)(?: at \d+\.000 s( read)?)?` +
		`|\bop (\d+)\b|\b(\d+)\.000 s\b|\bk(\d+)\b|\bv(\d+)\b`)
}

// words puts the words back into a sentence.
func (s *symbols) words(sentence string) string {
	pattern := symbolPattern()
	return pattern.ReplaceAllStringFunc(sentence, func(found string) string {
		m := pattern.FindStringSubmatch(found)
		switch {
		case m[1] != "":
			line, _ := strconv.ParseUint(m[1], 10, 64)
			text := s.operation(s.byLine(line))
			if m[2] != "" {
				text += " returned"
			}
			return text
		case m[3] != "":
			return "line " + m[3]
		case m[4] != "":
			return "line " + m[4]
		case m[5] != "":
			return s.keyName(pick(s.keys, m[5]))
		}
		return shorten(pick(s.values, m[6]))
	})
}

func pick(t table, digits string) string {
	n, _ := strconv.Atoi(digits)
	return t.texts[n]
}

func (s *symbols) keyName(key string) string {
	if key == "" {
		return "the register"
	}
	return shorten(key)
}

// operation is one in the words of its history: "write x 3 by process 0 (line 5)".
func (s *symbols) operation(o *history.Operation) string {
	text := recordedVerb(o.Kind)
	if o.Key != "" {
		text += " " + shorten(o.Key)
	}
	switch o.Kind {
	case history.Get:
	case history.CompareAndSet:
		text += " " + shorten(o.Expected) + " " + shorten(o.Value)
	default:
		text += " " + shorten(o.Value)
	}
	return fmt.Sprintf("%s by process %d (line %d)", text, o.Process, o.ID)
}

// shorten shows a key or value on a line: control characters are shown, not
// sent, and long ones are cut.
func shorten(text string) string {
	const most = 40
	if len(text) > most {
		cut := most
		for cut > 0 && !utf8.RuneStart(text[cut]) {
			cut--
		}
		text = text[:cut] + "…"
	}
	for _, r := range text {
		if r == '\n' || r == '\t' {
			return strconv.Quote(text)
		}
	}
	return clean(text)
}
