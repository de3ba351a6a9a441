package dialogue

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/charmbracelet/x/exp/golden"

	"netsplit/content"
	"netsplit/content/checklist"
	"netsplit/store"
	"netsplit/tui/record"
)

func open(t *testing.T) *store.Store {
	t.Helper()
	db, _, err := store.Open(filepath.Join(t.TempDir(), "netsplit.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// clock is a time that passes by a minute each time it is asked for.
func clock() func() time.Time {
	at := time.Date(2026, 11, 21, 20, 0, 0, 0, time.UTC)
	return func() time.Time {
		at = at.Add(time.Minute)
		return at
	}
}

func drillOf(t *testing.T, db *store.Store) *record.Drill {
	t.Helper()
	d, err := record.OpenDrill(content.Embedded(), db, "url-shortener", 7)
	if err != nil {
		t.Fatal(err)
	}
	d.Began = time.Date(2026, 11, 21, 20, 0, 0, 0, time.UTC)
	return d
}

func talk(lines []string) (*Talk, *strings.Builder) {
	var out strings.Builder
	return New(strings.NewReader(strings.Join(lines, "\n")+"\n"), &out, Options{}), &out
}

// plainLines fails on anything that a screen reader can't say or that redraws.
func plainLines(t *testing.T, text string) {
	t.Helper()
	for i, line := range strings.Split(text, "\n") {
		for _, r := range line {
			if r >= 0x2500 && r < 0x2600 || unicode.IsControl(r) {
				t.Errorf("line %d has %U: %q", i+1, r, line)
				break
			}
		}
	}
}

func interview() []string {
	return []string{
		"help", "How many links are made, and how often are they followed?", "hint", "assume nothing is lost", "time", "next",
		"many", "40/s", "10k", "1 TB", "skip",
		"A load balancer, web servers, Redis, DynamoDB", "next", "run",
		"a counter, 7 characters", "next", "302", "next", "9", "2", "run", "1", "run", "the weakest point is the queue", "next",
		"", "3", "", "2", "", "3", "", "4",
	}
}

// Goal: a whole drill, line by line, with both failures run on the cluster.
func TestDrill(t *testing.T) {
	db := open(t)
	talk, out := talk(interview())
	if err := talk.Drill(drillOf(t, db), DrillOptions{Now: clock()}); err != nil {
		t.Fatal(err)
	}
	plainLines(t, out.String())
	golden.RequireEqual(t, []byte(out.String()))
	all, err := db.Sessions(record.DrillKind)
	if err != nil || len(all) != 1 || all[0].Finished == nil {
		t.Errorf("the session is not finished: %+v %v", all, err)
	}
}

// Goal: left after any line, by the end of the input, the drill ends the same.
func TestDrillInPieces(t *testing.T) {
	lines := interview()
	whole := open(t)
	first, _ := talk(lines)
	if err := first.Drill(drillOf(t, whole), DrillOptions{Now: clock(), Untimed: true}); err != nil {
		t.Fatal(err)
	}
	pieces := open(t)
	for _, line := range lines {
		next, _ := talk([]string{line})
		if err := next.Drill(drillOf(t, pieces), DrillOptions{Now: clock(), Untimed: true}); err != nil {
			t.Fatal(err)
		}
	}
	for _, db := range []*store.Store{whole, pieces} {
		all, err := db.Sessions(record.DrillKind)
		if err != nil || len(all) != 1 || all[0].Finished == nil {
			t.Fatalf("%+v %v", all, err)
		}
	}
	a, _ := whole.Sessions(record.DrillKind)
	b, _ := pieces.Sessions(record.DrillKind)
	if string(a[0].Summary) != string(b[0].Summary) {
		t.Errorf("in one piece %s, in many %s", a[0].Summary, b[0].Summary)
	}
}

// Goal: an answer that can't be saved ends the dialogue; it is not shown as
// taken.
func TestNotSaved(t *testing.T) {
	db := open(t)
	d := drillOf(t, db)
	db.Close()
	talk, _ := talk([]string{"traffic?"})
	if err := talk.Drill(d, DrillOptions{Now: clock()}); err == nil || !strings.Contains(err.Error(), "could not be saved") {
		t.Errorf("got %v", err)
	}
}

func TestReview(t *testing.T) {
	db := open(t)
	r, err := record.OpenReview(content.Embedded(), db, "high-availability")
	if err != nil {
		t.Fatal(err)
	}
	talk, out := talk([]string{
		"help", "yes", "no only one", "why", "how", "unknown", "perhaps", "back", "na", "note ask \x1b[31mAda", "12", "no", "findings", "finish",
	})
	r, err = talk.Review(r, clock())
	if err != nil {
		t.Fatal(err)
	}
	plainLines(t, out.String())
	golden.RequireEqual(t, []byte(out.String()))
	if !r.Result().Fails(checklist.High) {
		t.Error("a high finding is missing")
	}
}

// Goal: a review left half-way goes on; anew starts it again.
func TestReviewGoesOn(t *testing.T) {
	db := open(t)
	for i, lines := range [][]string{{"yes", "no"}, {"yes", "quit"}, {"anew", "no"}} {
		r, err := record.OpenReview(content.Embedded(), db, "high-availability")
		if err != nil {
			t.Fatal(err)
		}
		talk, _ := talk(lines)
		r, err = talk.Review(r, clock())
		if err != nil {
			t.Fatal(err)
		}
		if want := []int{2, 3, 1}[i]; r.Answered() != want {
			t.Errorf("dialogue %d: %d answers, want %d", i+1, r.Answered(), want)
		}
	}
}

// own is a lesson with every kind of block, so that the test does not depend on
// the text of a real one.
const own = `# Own lesson

Opening with a [link](#second) and a [bad one](#nowhere).

| a | b |
|---|---|
| 1 | 2 |

## First

` + "```predict\nid: reads\nquestion: What does the read return?\noptions: [milk, nothing]\ngraded-by:\n  - {when: operation value milk, is: 1}\n  - {else: 2}\nwhy: Two of three replicas have it.\n```\n\n" +
	"```scenario\nscenario: own\ntitle: One write, one read\ncomponents:\n  store: {kind: kv}\nsteps:\n  - put cart milk via store-1\n  - get cart via store-2\n  - expect value eggs\n```\n\n" + `
## Second

` + "```quiz\nid: sum\nquestion: What is 1 + 1?\noptions: [one, two]\nanswer: 2\nwhy: Count.\n```\n\n" +
	"```estimate\nid: rate\nquestion: \"{n} a month is how many a second?\"\ndraw: {n: [2592k]}\ninputs: {writes: \"{n}/month\"}\nresult: writes_per_second\n```\n\n" +
	"```card\nid: card\nfront: Front?\nback: Back.\n```\n\n```diagram\na --> b\n```\n\n```calc\ncommand: nines 99.9%\ntitle: Three nines\n```\n\n<details>\n<summary>More</summary>\n\nHidden text.\n\n</details>\n"

func reader(t *testing.T, db *store.Store) Reader {
	t.Helper()
	doc, err := content.Read("own.md", own, content.Options{Strict: true})
	if err != nil {
		t.Fatal(err)
	}
	return Reader{
		Document: doc, Key: "own", Lesson: &content.Lesson{ID: "own", Document: *doc}, Progress: db, Now: clock(), Seed: 1,
		Resolve: func(destination string) content.Link {
			return doc.AnchorLink(destination, strings.TrimPrefix(destination, "#"))
		},
	}
}

func TestLearn(t *testing.T) {
	db := open(t)
	talk, out := talk([]string{
		"links", "find hidden", "contents", "help", "what", "", // opening
		"3", "2", "walk", "run", "", // first: predicted nothing, the run shows milk
		"1", "many", "3/s", // second: wrong, then a factor of three
	})
	if err := talk.Learn(reader(t, db)); err != nil {
		t.Fatal(err)
	}
	plainLines(t, out.String())
	golden.RequireEqual(t, []byte(out.String()))
	answers, err := db.Answers("own")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, a := range answers {
		graded := "open"
		if a.Correct != nil {
			graded = fmt.Sprint(*a.Correct)
		}
		got = append(got, a.Block+" "+a.Text+" "+graded)
	}
	if want := "rate 3/s false, reads nothing false, sum one false"; !sameSet(got, want) {
		t.Errorf("saved %q, want %q", got, want)
	}
	reading, _, err := db.Reading("own")
	if err != nil || !reading.Done || reading.Seen != 1 {
		t.Errorf("%+v %v", reading, err)
	}
}

// sameSet reports whether each of the wanted answers is the last of its block.
func sameSet(got []string, want string) bool {
	for _, w := range strings.Split(want, ", ") {
		found := false
		for _, g := range got {
			found = found || g == w
		}
		if !found {
			return false
		}
	}
	return true
}

// Goal: reading goes on at the section where it was left.
func TestLearnGoesOn(t *testing.T) {
	db := open(t)
	first, _ := talk([]string{"", "quit"})
	if err := first.Learn(reader(t, db)); err != nil {
		t.Fatal(err)
	}
	second, out := talk([]string{"quit"})
	if err := second.Learn(reader(t, db)); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "Section 2 of 3: First") || strings.Contains(out.String(), "Section 1 of 3") {
		t.Errorf("it did not go on at the second section:\n%s", out)
	}
}

// Goal: who leaves at a question goes on in that section, and a lesson that was
// read stays read when it is opened again.
func TestLearnKeepsWhatWasRead(t *testing.T) {
	db := open(t)
	lesson, err := content.Embedded().Lesson("quorums")
	if err != nil {
		t.Fatal(err)
	}
	read := func(lines ...string) (string, store.Reading) {
		t.Helper()
		talk, out := talk(lines)
		if err := talk.Learn(Reader{Document: &lesson.Document, Key: lesson.ID, Lesson: lesson, Progress: db, Now: clock()}); err != nil {
			t.Fatal(err)
		}
		kept, _, err := db.Reading(lesson.ID)
		if err != nil {
			t.Fatal(err)
		}
		return out.String(), kept
	}
	if said, _ := read("4", "help", "quit"); !strings.Contains(said, "enter to pass, or quit.") || !strings.HasSuffix(said, "Left. It goes on here next time.\n") {
		t.Errorf("it says:\n%s", said)
	}
	if said, _ := read("quit"); !strings.Contains(said, "You stopped here.") || !strings.Contains(said, "Section 4 of") {
		t.Errorf("it does not go on at section 4:\n%s", said)
	}
	if _, kept := read(make([]string, 40)...); !kept.Done {
		t.Fatalf("it was read to the end: %+v", kept)
	}
	said, kept := read("", "quit")
	if !kept.Done || kept.Seen != 1 || strings.Contains(said, "You stopped here") {
		t.Errorf("opened again: %+v\n%s", kept, said)
	}
}

// Goal: the embedded lessons can be read to their end, with every run run.
func TestLearnEmbedded(t *testing.T) {
	lib := content.Embedded()
	for _, id := range lib.LessonIDs() {
		lesson, err := lib.Lesson(id)
		if err != nil {
			t.Fatal(err)
		}
		var lines []string
		for _, section := range lesson.Document.Sections {
			for _, b := range section.Blocks {
				switch b.Kind {
				case content.PredictKind, content.QuizKind:
					lines = append(lines, "1")
				case content.EstimateKind:
					lines = append(lines, "1")
				case content.ScenarioKind:
					lines = append(lines, "run")
				}
			}
			lines = append(lines, "")
		}
		talk, out := talk(lines)
		err = talk.Learn(Reader{Document: &lesson.Document, Key: id, Lesson: lesson, Progress: open(t), Now: clock(), Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		text := out.String()
		plainLines(t, text)
		for _, wrong := range []string{"\nerror: ", "can't be graded", "can't be computed"} {
			if strings.Contains(text, wrong) {
				t.Errorf("%s: %q:\n%s", id, wrong, text)
			}
		}
		if !strings.Contains(text, "That is the end of") {
			t.Errorf("%s did not end:\n%s", id, text)
		}
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("the pipe is closed") }

// Goal: when nobody reads any more, the dialogue ends with that.
func TestBrokenOutput(t *testing.T) {
	talk := New(strings.NewReader("yes\nyes\n"), broken{}, Options{})
	if err := talk.Drill(drillOf(t, open(t)), DrillOptions{Now: clock()}); err == nil || !strings.Contains(err.Error(), "pipe is closed") {
		t.Errorf("got %v", err)
	}
}
