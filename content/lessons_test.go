package content_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"netsplit/content"
	"netsplit/content/grade"
	"netsplit/engine"
	"netsplit/engine/history"
	"netsplit/engine/scenario"
)

func parse(t *testing.T, sc *content.Scenario) *scenario.Scenario {
	t.Helper()
	parsed, err := scenario.Parse(sc.Path, []byte(sc.Source))
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

func run(t *testing.T, sc *scenario.Scenario, seed uint64) *engine.Report {
	t.Helper()
	report, err := engine.Run(sc, engine.Options{Seed: &seed})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// Goal: what a scenario claims holds, on its own seed twice with the same
// trace, and on others: no story of ours is luck.
func TestScenariosHold(t *testing.T) {
	lib := content.Embedded()
	for _, name := range lib.ScenarioNames() {
		t.Run(name, func(t *testing.T) {
			source, err := lib.Scenario(name)
			if err != nil {
				t.Fatal(err)
			}
			sc := parse(t, source)
			first, second := run(t, sc, sc.Seed), run(t, sc, sc.Seed)
			if first.TraceHash != second.TraceHash {
				t.Errorf("the same seed gave two traces, %s and %s", first.TraceHash, second.TraceHash)
			}
			judged := len(first.Expectations) + len(first.Checks)
			if judged == 0 {
				t.Error("nothing is expected or checked, so nothing is shown")
			}
			complain(t, first)
			others := []uint64{101, 102}
			if testing.Short() {
				others = nil
			}
			for _, seed := range others {
				complain(t, run(t, sc, seed))
			}
		})
	}
}

func complain(t *testing.T, r *engine.Report) {
	t.Helper()
	for _, s := range r.Steps {
		if s.State != "done" {
			t.Errorf("seed %d, line %d: %s: %s", r.Seed, s.Line, s.Step, s.Message)
		}
	}
}

// shown is what a prediction may look at: metrics, and the latest operation by
// hand.
func shown(r *engine.Report) grade.Run {
	g := grade.Run{Metrics: r.Metrics}
	for _, o := range r.History {
		if o.Client == engine.Operator {
			g.Operation = &grade.Operation{Name: string(o.Kind) + " " + o.Key, OK: o.Outcome == history.OK, Code: o.Code, Value: o.Value, Found: o.Found}
		}
	}
	return g
}

// Goal: a run decides every prediction that says so, the same way on every
// seed, and each of its conditions can be judged, not only the first that holds.
func TestPredictionsAreDecidedByTheRun(t *testing.T) {
	eachLesson(t, func(t *testing.T, lesson *content.Lesson) {
		for _, b := range lesson.Document.AllBlocks() {
			if b.Predict == nil || b.Predict.GradedBy == nil {
				continue
			}
			source := lesson.PredictScenario(b.Name)
			if source == nil {
				t.Errorf("%s: no scenario decides it", b.Name)
				continue
			}
			sc := parse(t, source)
			options := map[int]bool{}
			for _, seed := range []uint64{sc.Seed, 101} {
				run := shown(run(t, sc, seed))
				for _, c := range b.Predict.GradedBy {
					if c.Else {
						continue
					}
					if _, _, err := grade.Holds(c.When, run); err != nil {
						t.Errorf("%s: %s: %v", b.Name, c.When, err)
					}
				}
				outcome, err := grade.Predict(b.Predict, run)
				if err != nil {
					t.Fatalf("%s: %v", b.Name, err)
				}
				if outcome.Reason == "" {
					t.Errorf("%s: option %d without a reason from the run", b.Name, outcome.Option)
				}
				options[outcome.Option] = true
			}
			if len(options) != 1 {
				t.Errorf("%s: the answer depends on the seed: %v", b.Name, options)
			}
		}
	})
}

// Goal: a lesson has all its parts, in sizes that can be learned from.
func TestLessonShape(t *testing.T) {
	cards := map[string]string{}
	right, longest := 0, 0
	eachLesson(t, func(t *testing.T, lesson *content.Lesson) {
		count := map[content.Kind]int{}
		words := 0
		for _, b := range lesson.Document.AllBlocks() {
			count[b.Kind]++
			switch b.Kind {
			case content.Text:
				words += proseWords(b.Source)
			case content.PredictKind:
				if count[content.ScenarioKind] == 0 {
					count["predict first"]++
				}
			case content.Diagram:
				for line := range strings.Lines(b.Source) {
					if n := utf8.RuneCountInString(strings.TrimRight(line, "\n")); n > 66 {
						t.Errorf("line %d: a diagram is %d columns wide; at most 66 fit beside the contents on 100 columns: %s", b.Line, n, line)
					}
				}
			case content.CardKind:
				if other, taken := cards[b.Card.ID]; taken {
					t.Errorf("line %d: card %s is in %s too: ids are for ever", b.Line, b.Card.ID, other)
				}
				cards[b.Card.ID] = lesson.ID
				for _, side := range []string{b.Card.Front, b.Card.Back} {
					if n := len(strings.Fields(side)); n > 40 {
						t.Errorf("card %s has a side of %d words, at most 40", b.Card.ID, n)
					}
				}
			case content.QuizKind:
				right++
				if isLongest(b.Quiz.Options, b.Quiz.Answer) {
					longest++
				}
			}
		}
		if words < 400 || words > 900 {
			t.Errorf("%d words, want 400 to 900", words)
		}
		between := func(what content.Kind, least, most int) {
			if n := count[what]; n < least || n > most {
				t.Errorf("%d of %s, want %d to %d", n, what, least, most)
			}
		}
		between(content.ScenarioKind, 1, 6)
		between("predict first", 1, 3)
		between(content.Diagram, 1, 4)
		between(content.CardKind, 4, 8)
		between(content.QuizKind, 2, 3)
		if !slices.ContainsFunc(lesson.Document.Sections, func(s content.Section) bool { return s.Title == "What notes get wrong" }) {
			t.Error(`no section "What notes get wrong"`)
		}
	})
	if longest*2 > right {
		t.Errorf("in %d of %d quizzes the longest option is right: that can be guessed", longest, right)
	}
}

// proseWords counts words of running text; bars and rules of tables are none.
func proseWords(source string) int {
	n := 0
	for _, word := range strings.Fields(source) {
		if strings.ContainsFunc(word, func(r rune) bool { return r != '|' && r != '-' && r != ':' && r != '#' && r != '*' }) {
			n++
		}
	}
	return n
}

func isLongest(options []string, answer int) bool {
	n := utf8.RuneCountInString(options[answer-1])
	for i, option := range options {
		if i != answer-1 && utf8.RuneCountInString(option) >= n {
			return false
		}
	}
	return true
}

func eachLesson(t *testing.T, f func(t *testing.T, lesson *content.Lesson)) {
	t.Helper()
	lib := content.Embedded()
	for _, id := range lib.LessonIDs() {
		t.Run(id, func(t *testing.T) {
			lesson, err := lib.Lesson(id)
			if err != nil {
				t.Fatal(err)
			}
			f(t, lesson)
		})
	}
}
