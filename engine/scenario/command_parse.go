package scenario

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"netsplit/engine/clock"
)

// ParseStep reads one line: [at TIME] COMMAND. The error is an *Error with the
// column, the form that was expected and the nearest word.
func ParseStep(text string) (Step, error) {
	text = strings.TrimSpace(text)
	words, bad := splitWords(text)
	if bad != nil {
		return Step{}, bad
	}
	step := Step{Text: text}
	a := &args{line: text, words: words}
	if a.keyword("at") {
		a.usage = "at TIME COMMAND"
		if d := a.duration("TIME", false); a.err == nil {
			step.Timed, step.At = true, clock.FromDuration(d)
		}
	}
	if a.err == nil {
		step.Command = a.command()
	}
	if a.err != nil {
		return Step{}, a.err
	}
	return step, nil
}

func (a *args) command() Command {
	if len(a.words) == 0 {
		a.fail(word{column: 1 + utf8.RuneCountInString(a.line)}, "a step begins with what to do", "like put cart milk, crash store-2 or heal")
		return nil
	}
	first := a.words[0]
	for _, v := range Verbs() {
		if first.quoted {
			break
		}
		one, two, double := strings.Cut(v.Name, " ")
		if first.text != one {
			continue
		}
		if double && alone(one) && !(len(a.words) > 1 && a.words[1].text == two) {
			continue // the form whose name is the first word alone
		}
		a.usage = v.Usage
		a.words = a.words[1:]
		if double {
			if !a.keyword(two) {
				a.expected(two)
				return nil
			}
		}
		c := v.read(a)
		if len(a.words) > 0 {
			a.fail(a.words[0], fmt.Sprintf("%s is too much", quote(a.words[0].text)), "the form is: "+a.usage+`; text with spaces goes in "quotes"`)
		}
		return c
	}
	names := verbNames()
	cure := didYouMean(first.text, "steps", names)
	if near, ok := Nearest(first.text, names); ok {
		for _, v := range Verbs() {
			if v.Name == near {
				cure = fmt.Sprintf("did you mean %q? %s", near, v.Usage)
			}
		}
	}
	a.fail(first, "unknown step "+quote(first.text), cure)
	return nil
}

// alone reports whether a word by itself names a form of step.
func alone(name string) bool {
	return slices.ContainsFunc(Verbs(), func(v Verb) bool { return v.Name == name })
}

func readPut(a *args) Command {
	c := Put{Key: a.text("KEY"), Value: a.text("VALUE")}
	a.quorum(&c.Via, &c.Session, &c.Replicas, "w", &c.Write)
	return c
}

func readGet(a *args) Command {
	c := Get{Key: a.text("KEY")}
	a.quorum(&c.Via, &c.Session, &c.Replicas, "r", &c.Read)
	return c
}

func readCAS(a *args) Command {
	c := CompareAndSet{Key: a.text("KEY"), Old: a.text("OLD"), New: a.text("NEW")}
	a.client(&c.Via, &c.Session)
	return c
}

func readDelete(a *args) Command {
	c := Delete{Key: a.text("KEY")}
	a.quorum(&c.Via, &c.Session, &c.Replicas, "w", &c.Write)
	return c
}

func readMerge(a *args) Command {
	c := Merge{Key: a.text("KEY")}
	a.quorum(&c.Via, &c.Session, &c.Replicas, "w", &c.Write)
	if a.err == nil && c.Session == "" {
		a.expected("as SESSION")
	}
	return c
}

func readPause(a *args) Command {
	c := Pause{Target: a.name("X")}
	if a.keyword("for") {
		c.For = a.duration("TIME", false)
	}
	return c
}

func readRestore(a *args) Command {
	c := Restore{Component: a.name("STORE")}
	if !a.keyword("to") {
		a.expected("to TIME")
		return c
	}
	c.To = a.duration("TIME", false)
	return c
}

func readSplit(a *args) Command {
	c := SplitShard{Member: a.name("NODE")}
	if a.keyword("at") {
		c.At = a.text("KEY")
	}
	return c
}

func readMergeShards(a *args) Command {
	c := MergeShards{From: a.name("NODE")}
	if a.err == nil && !a.keyword("into") {
		a.expected("into NODE")
		return c
	}
	c.Into = a.name("NODE")
	return c
}

func readMove(a *args) Command {
	c := MoveKey{Key: a.text("KEY")}
	if a.err == nil && !a.keyword("to") {
		a.expected("to NODE")
		return c
	}
	c.To = a.name("NODE or STORE")
	return c
}

func readPartition(a *args) Command {
	a.words = split(a.words, "|")
	c := Partition{Groups: [][]string{nil}}
	seen := map[string]bool{}
	for a.err == nil && len(a.words) > 0 {
		last := len(c.Groups) - 1
		if w := a.words[0]; !w.quoted && w.text == "|" {
			if len(c.Groups[last]) == 0 {
				a.expected("a node")
				break
			}
			a.words = a.words[1:]
			c.Groups = append(c.Groups, nil)
			continue
		}
		w := a.words[0]
		name := a.name("a node")
		if seen[name] {
			a.fail(w, fmt.Sprintf("%s is named twice", quote(name)), "a node is on one side of a partition")
		}
		seen[name] = true
		c.Groups[last] = append(c.Groups[last], name)
	}
	switch {
	case a.err != nil:
	case len(c.Groups[len(c.Groups)-1]) == 0:
		a.expected("a node")
	case len(c.Groups) == 1:
		a.expected("| and the other side")
	}
	return c
}

func readCut(a *args) Command {
	a.words = split(a.words, "->")
	c := Cut{From: a.name("A")}
	if a.err == nil && !a.keyword("->") {
		a.expected("->")
	}
	c.To = a.name("B")
	return c
}

func readHeal(a *args) Command {
	if len(a.words) == 0 {
		return Heal{}
	}
	return Heal{a.name("A"), a.name("B")}
}

func readSpike(a *args) Command {
	c := Spike{Client: a.name("CLIENT"), Factor: a.factor("xN", "x", "")}
	if a.err == nil && !a.keyword("for") {
		a.expected("for TIME")
	}
	if c.For = a.duration("TIME", false); a.err == nil && c.For == 0 {
		a.fail(word{column: 1}, "a spike of no time does nothing", "like spike users x10 for 30s")
	}
	return c
}

func readAdd(a *args) Command {
	c := Add{Component: a.name("X"), Count: 1}
	if len(a.words) > 0 {
		c.Count = a.count("N")
	}
	return c
}

func readSet(a *args) Command {
	w, ok := a.next("X.PARAM")
	if !ok {
		return nil
	}
	component, parameter, dot := strings.Cut(w.text, ".")
	if !dot || !isName(component) || !isName(parameter) {
		a.fail(w, fmt.Sprintf("expected a component, a dot and a parameter, got %s", quote(w.text)), "like set store.read 1")
		return nil
	}
	// A value of several words needs no quotes: nothing comes after it. It may be
	// any word, since none and off are values too.
	first, _ := a.next("VALUE")
	value := first.text
	for len(a.words) > 0 {
		value += " " + a.words[0].text
		a.words = a.words[1:]
	}
	return Set{component, parameter, value}
}

func readWait(a *args) Command {
	if !a.keyword("until") {
		return Wait{a.duration("TIME", false)}
	}
	if a.keyword("quiet") {
		return WaitQuiet{a.timeout()}
	}
	c := a.condition("quiet or METRIC")
	return WaitUntil{c, a.timeout()}
}

func readExpect(a *args) Command {
	switch {
	case a.keyword("value"):
		return ExpectValue{a.text("V")}
	case a.keyword("error"):
		return ExpectError{a.name("CODE")}
	case a.keyword("none"):
		return ExpectNone{}
	}
	return ExpectMetric{a.condition("value, error, none or METRIC")}
}

func readCheck(a *args) Command {
	w, ok := a.next("NAME")
	if ok && !slices.Contains(CheckNames(), w.text) {
		a.fail(w, "unknown check "+quote(w.text), didYouMean(w.text, "checks", CheckNames()))
	}
	return Check{w.text}
}

func readFlush(a *args) Command {
	c := Flush{Cache: a.name("CACHE")}
	if len(a.words) > 0 {
		c.Key = a.text("KEY")
	}
	return c
}
