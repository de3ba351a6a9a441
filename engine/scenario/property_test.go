package scenario

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// The canonical words of any command are read as an equal command.
func TestStepReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		step := steps().Draw(t, "step")
		again, err := ParseStep(step.String())
		if err != nil {
			t.Fatalf("%q: %v", step.String(), err)
		}
		if diff := cmp.Diff(step, again); diff != "" {
			t.Fatalf("%q reads as something else:\n%s", step.String(), diff)
		}
	})
}

// A session of any steps, under any title, is written as a document that holds
// the same steps.
func TestFormatKeepsAnySteps(t *testing.T) {
	base := parsed(t, designDocument)
	rapid.Check(t, func(t *rapid.T) {
		session := *base
		session.Title = visible(strings.TrimSpace(rapid.OneOf(rapid.StringN(1, 30, 100), texts()).Draw(t, "title")))
		wrote := rapid.SliceOfN(sayings(), 1, 5).Draw(t, "steps")
		text := Format(&session, wrote)
		again, err := Parse("session.yaml", text)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if again.Title != session.Title {
			t.Fatalf("title %q reads as %q\n%s", session.Title, again.Title, text)
		}
		for i := range wrote {
			if got, want := again.Steps[i].String(), wrote[i].String(); got != want {
				t.Fatalf("step %q reads as %q\n%s", want, got, text)
			}
		}
	})
}

// sayings are steps that name no node, with any text in them.
func sayings() *rapid.Generator[Step] {
	return rapid.Custom(func(t *rapid.T) Step {
		text := func() string { return texts().Draw(t, "text") }
		return Step{Command: rapid.SampledFrom([]Command{
			Put{Key: text(), Value: text()}, Get{Key: text(), Session: "ann"}, Delete{Key: text()},
			CompareAndSet{Key: text(), Old: text(), New: text()}, ExpectValue{text()},
			Partition{[][]string{{"store-1", "a"}, {"store-2"}}}, Cut{"store-1", "you"},
			ExpectMetric{Condition{"users.p99", "<=", 0.1, "100ms"}}, Set{"web", "time", "lognormal(1ms, 0.3)"},
		}).Draw(t, "command")}
	})
}

func parsed(t *testing.T, text string) *Scenario {
	t.Helper()
	sc, err := Parse("test.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return sc
}

// Whatever is typed, ParseStep answers, says nothing that moves the cursor,
// and what it accepts it also writes.
func FuzzParseStep(f *testing.F) {
	for _, v := range Verbs() {
		f.Add(v.Example)
		f.Add(v.Usage)
	}
	f.Add("put \"a\x1b[2J\" b")
	f.Add("partition a|b|c->d")
	f.Add("at 1.0000000000001s heal")
	f.Fuzz(func(t *testing.T, text string) {
		step, err := ParseStep(text)
		if err != nil {
			quiet(t, err)
			return
		}
		again, err := ParseStep(step.String())
		if err != nil {
			t.Fatalf("%q became %q: %v", text, step.String(), err)
		}
		if diff := cmp.Diff(step.Command, again.Command); diff != "" || step.At != again.At || step.Timed != again.Timed {
			t.Fatalf("%q became %q:\n%s", text, step.String(), diff)
		}
	})
}

// Whatever a file holds, Parse answers, and what it accepts it also writes.
func FuzzParse(f *testing.F) {
	f.Add([]byte(designDocument))
	f.Add([]byte("scenario: a\ncomponents:\n  s: {kind: kv, zones: [a,\n"))
	f.Add([]byte("a: &b [*b]\n"))
	f.Add([]byte("scenario: !!binary x\n"))
	f.Add([]byte("- - - ? : |\n  >\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		sc, err := Parse("fuzz.yaml", src)
		if err != nil {
			quiet(t, err)
			return
		}
		text := Format(sc, sc.Steps)
		again, err := Parse("again.yaml", text)
		if err != nil {
			t.Fatalf("%v\n%s\nfrom:\n%s", err, text, src)
		}
		if second := Format(again, again.Steps); string(second) != string(text) {
			t.Fatalf("first:\n%s\nsecond:\n%s", text, second)
		}
	})
}

// quiet fails when a message holds something a terminal would obey.
func quiet(t *testing.T, err error) {
	for _, r := range err.Error() {
		if r != '\n' && !unicode.IsPrint(r) {
			t.Fatalf("the message holds %U: %q", r, err.Error())
		}
	}
}

// A good document with a few characters changed is refused with messages that
// name a line, or accepted and written back.
func TestSlipsOfTheHand(t *testing.T) {
	pieces := []string{"", " ", "\n", ":", ": ", "- ", ",", "{", "}", "[", "]", "'", `"`, "#", " #", "|", ">", "&a", "*a", "!t", "%", "@", "0", "-1", "x", "\t", "---\n", "? ", "é", "\u202e"}
	rapid.Check(t, func(t *rapid.T) {
		src := []rune(designDocument)
		for range rapid.IntRange(1, 4).Draw(t, "slips") {
			at := rapid.IntRange(0, len(src)-1).Draw(t, "at")
			drop := rapid.IntRange(0, min(3, len(src)-at)).Draw(t, "drop")
			piece := []rune(rapid.SampledFrom(pieces).Draw(t, "piece"))
			src = slices.Concat(src[:at], piece, src[at+drop:])
		}
		sc, err := Parse("slip.yaml", []byte(string(src)))
		if err != nil {
			for line := range strings.SplitSeq(err.Error(), "\n") {
				if strings.HasPrefix(line, "slip.yaml: is not") {
					t.Fatalf("no place is named: %v\n%s", err, string(src))
				}
			}
			return
		}
		text := Format(sc, sc.Steps)
		again, err := Parse("again.yaml", text)
		if err != nil {
			t.Fatalf("%v\n%s\nfrom:\n%s", err, text, string(src))
		}
		if second := Format(again, again.Steps); string(second) != string(text) {
			t.Fatalf("first:\n%s\nsecond:\n%s", text, second)
		}
	})
}
