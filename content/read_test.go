package content

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"
)

// block reads a document whose live block begins in line 5.
func readBlock(info, body string) (*Document, error) {
	return Read("a.md", "# A\n\ntext\n\n```"+info+"\n"+body+"\n```\n\nmore\n", Options{Strict: true, Scenario: func(name string) (*Scenario, error) {
		if name != "known" {
			return nil, errNone("scenario", name, []string{"known"})
		}
		return &Scenario{Name: name, Title: "Known", Source: "scenario: known"}, nil
	}})
}

// Goal: each live block is read into its form.
func TestLiveBlocks(t *testing.T) {
	for info, test := range map[string]struct {
		body  string
		check func(b Block) bool
	}{
		"scenario":       {"scenario: mine\ntitle: \"Mine: all\" \nsteps: []", func(b Block) bool { return b.Name == "mine" && b.Scenario.Title == "Mine: all" && b.Scenario.Line == 6 }},
		"scenario known": {"", func(b Block) bool { return b.Name == "known" && b.Source == "scenario: known" }},
		"predict": {"id: p\nquestion: q?\noptions: [a, b]\ngraded-by:\n  - {when: store.stale-reads > 0, is: 2}\n  - {else: 1}", func(b Block) bool {
			return b.Predict.GradedBy[0].When == Condition{"store.stale-reads", ">", "0"} && b.Predict.GradedBy[1].Else && b.Predict.Answer == 0
		}},
		"quiz":         {"id: q\nquestion: q?\noptions: [a, b]\nanswer: 2\nwhy: w", func(b Block) bool { return b.Quiz.Answer == 2 && b.Quiz.Why == "w" }},
		"estimate":     {"id: e\nquestion: \"{n}?\"\ndraw: {n: [1, 2]}\ninputs: {writes: \"{n}/day\"}\nresult: writes_per_second", func(b Block) bool { return len(b.Estimate.Draw["n"]) == 2 }},
		"calc":         {"command: nines 99.9%", func(b Block) bool { return b.Calc.Command == "nines 99.9%" }},
		"sql transfer": {"", func(b Block) bool { return b.SQL.Name == "transfer" && b.Name == "transfer" }},
		"diagram":      {"a --> b", func(b Block) bool { return b.Source == "a --> b" }},
		"card":         {"id: c\nfront: f\nback: \"b\\e[2J\"", func(b Block) bool { return b.Card.Back == "b␛[2J" && b.Line == 5 }},
	} {
		doc, err := readBlock(info, test.body)
		if err != nil {
			t.Errorf("%s: %v", info, err)
			continue
		}
		blocks := doc.Sections[0].Blocks
		if len(blocks) != 3 || string(blocks[1].Kind) != strings.Fields(info)[0] || !test.check(blocks[1]) {
			t.Errorf("%s: %+v", info, blocks)
		}
	}
}

// Goal: SQL as code stays code, as every other program shows it, and in notes a
// block with words behind "sql" and a text too.
func TestSQLAsCode(t *testing.T) {
	for info, strict := range map[string]bool{"sql": true, "sql title=x": false, "sql transfer": false} {
		doc, err := Read("a.md", "# A\n\n```"+info+"\nSELECT 1\n```\n", Options{Strict: strict})
		if err != nil || len(doc.Problems) > 0 || len(doc.Sections[0].Blocks) != 1 || doc.Sections[0].Blocks[0].Kind != Text {
			t.Errorf("%s: %+v, %v", info, doc, err)
		}
	}
}

// Goal: each mistake of an author names the line and the cure.
func TestLiveErrors(t *testing.T) {
	predict := "id: p\nquestion: q?\noptions: [a, b]\n"
	for _, test := range []struct {
		info, body string
		line       int
		want       string
	}{
		{"scenario", "", 5, "names no scenario"},
		{"scenario knwn", "", 5, "did you mean known?"},
		{"scenario known", "scenario: x", 5, "has a text too"},
		{"sql Transfer;", "", 5, "not the name of an experiment"},
		{"sql transfer", "SELECT 1", 5, "has a text too"},
		{"quiz extra", "id: q", 5, "text after the word quiz"},
		{"quiz", "id: q\nquestion: q?\noptions: [a, b]\nanser: 1", 9, "did you mean answer?"},
		{"quiz", "id: q\nquestion: q?\noptions: [a, b]\nanswer: 3", 9, "3 is no option"},
		{"quiz", "id: q\nquestion: q?\noptions: [a]\nanswer: 1", 8, "it has 1 options"},
		{"quiz", "id: q\nquestion: q?\noptions: [a, a]\nanswer: 1", 8, "repeated"},
		{"quiz", "id: Q 1\nquestion: q?\noptions: [a, b]\nanswer: 1", 6, "small letters"},
		{"quiz", "id: q\noptions: [a, b]\nanswer: 1", 5, "asks nothing"},
		{"predict", predict, 5, "either answer or graded-by"},
		{"predict", predict + "answer: 1\ngraded-by: [{else: 1}]", 9, "either answer or graded-by"},
		{"predict", predict + "graded-by: [{else: 1}]", 9, "no case that looks at the run"},
		{"predict", predict + "graded-by: [{when: a.b > 1, is: 1}]", 9, "the last, and only the last"},
		{"predict", predict + "graded-by:\n  - {when: a.b = 1, is: 1}\n  - {else: 2}", 10, "write =="},
		{"predict", predict + "graded-by:\n  - {when: operation worked, is: 1}\n  - {else: 2}", 10, "operation ok|none"},
		{"predict", predict + "graded-by:\n  - {when: a.b > 1, is: 3}\n  - {else: 2}", 5, "3 is no option"},
		{"estimate", "id: e\nquestion: \"{m}?\"\ndraw: {n: [1]}\ninputs: {writes: 1/s}\nresult: writes_per_second", 8, "{m} is not drawn"},
		{"estimate", "id: e\nquestion: q?", 5, "it needs question, inputs and result"},
		{"calc", "title: x", 5, "it has no command"},
		{"diagram", "", 5, "it is empty"},
		{"diagram", "ok\n" + strings.Repeat("-", 79), 7, "79 columns wide"},
		{"card", "id: c\nfront: f", 5, "the back is empty"},
		{"card", "id: c\nfront: f\nback: " + strings.Repeat("w ", 41), 8, "has 41 words"},
		{"card", "id: c\nfront: [", 7, "brackets"},
	} {
		_, err := readBlock(test.info, test.body)
		var e *Error
		if !errors.As(err, &e) || e.Line != test.line || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s %q: got %v, want line %d and %q", test.info, test.body, err, test.line, test.want)
		}
	}
	_, err := Read("a.md", "```card\nid: c\nfront: f\nback: b\n```\n```card\nid: c\nfront: f\nback: b\n```\n", Options{Strict: true})
	if err == nil || !strings.Contains(err.Error(), "a.md:6: the id c is used twice") {
		t.Errorf("a repeated id: %v", err)
	}
}

// Goal: in somebody's own notes a block with a mistake stays readable.
func TestLenient(t *testing.T) {
	doc, err := Read("a.md", "```quiz\nid: [\n```\n", Options{})
	if err != nil || len(doc.Problems) != 1 || doc.Sections[0].Blocks[0].Source != "```quiz\nid: [\n```\n" {
		t.Errorf("%+v %v", doc, err)
	}
}

// Goal: the front matter of a lesson is checked against its file.
func TestFrontMatter(t *testing.T) {
	good := "---\nid: a\ntitle: A lesson\ntrack: data\norder: 10\nminutes: 5\nneeds: [b]\n---\n\nText.\n\n```card\nid: x\nfront: f\n```\n"
	for _, test := range []struct {
		old, new string
		want     string
	}{
		{"id: a\n", "id: b\n", "lessons/a.md:2: the id \"b\" is not the file's name"},
		{"track: data", "track: dta", "lessons/a.md:4: the track dta is not one"},
		{"minutes: 5", "minuts: 5", "lessons/a.md:6: unknown key minuts"},
		{"order: 10", "order: 0", "lessons/a.md:5: the lesson has no place"},
		{"title: A lesson", "title: \"\"", "lessons/a.md:3: the lesson has no title"},
		{"---\nid", "id", "lessons/a.md:1: the lesson has no front matter"},
		{"", "", "lessons/a.md:12: in the card block: the back is empty"},
	} {
		lib := NewLibrary(fstest.MapFS{"lessons/a.md": {Data: []byte(strings.Replace(good, test.old, test.new, 1))}})
		_, err := lib.Lesson("a")
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q -> %q: got %v, want %q", test.old, test.new, err, test.want)
		}
	}
}

// Goal: names that don't exist are answered with those that do; a name is no
// path.
func TestLibraryNames(t *testing.T) {
	lib := NewLibrary(fstest.MapFS{
		"lessons/quorums.md":      {Data: []byte("---\nid: quorums\ntitle: Q\ntrack: consistency\norder: 2\n---\ntext")},
		"lessons/raid.md":         {Data: []byte("---\nid: raid\ntitle: R\ntrack: availability\norder: 1\n---\ntext")},
		"lessons/cap.md":          {Data: []byte("---\nid: cap\ntitle: C\ntrack: consistency\norder: 1\n---\ntext")},
		"scenarios/split.yaml":    {Data: []byte("scenario: split\ntitle: 'Split it' # why\n")},
		"scenarios/notes.txt":     {Data: []byte("not a scenario")},
		"drills/shop.yaml":        {Data: []byte("id: shop")},
		"checklists/network.yaml": {Data: []byte("id: network")},
	})
	lessons, err := lib.Lessons()
	if err != nil || len(lessons) != 3 || lessons[0].ID+lessons[1].ID+lessons[2].ID != "raidcapquorums" {
		t.Errorf("lessons by track and order: %+v %v", lessons, err)
	}
	if sc, err := lib.Scenario("split"); err != nil || sc.Title != "Split it" {
		t.Errorf("%+v %v", sc, err)
	}
	for what, get := range map[string]func(string) error{
		"quorums": func(n string) error { _, err := lib.Lesson(n); return err },
		"split":   func(n string) error { _, err := lib.Scenario(n); return err },
		"shop":    func(n string) error { _, _, err := lib.DrillSource(n); return err },
		"network": func(n string) error { _, _, err := lib.ChecklistSource(n); return err },
	} {
		if err := get(what[:len(what)-1] + "x"); err == nil || !strings.Contains(err.Error(), "did you mean "+what+"?") {
			t.Errorf("%s: %v", what, err)
		}
		for _, name := range []string{"../" + what, "", "a/b", `..\` + what, "\x00"} {
			if err := get(name); err == nil {
				t.Errorf("%q was opened", name)
			}
		}
	}
}

func TestAnchors(t *testing.T) {
	a := anchors{}
	for _, test := range [][2]string{
		{"Pros", "pros"}, {"Pros", "pros-1"}, {"Pros 1", "pros-1-1"}, {"Pros", "pros-2"},
		{"Networking / HTTP / Web Sockets", "networking--http--web-sockets"},
		{"C++ & Go: what's new?", "c--go-whats-new"}, {"Größe_2", "größe_2"}, {"", ""}, {"", "-1"},
	} {
		if got := a.add(test[0]); got != test[1] {
			t.Errorf("%q became #%s, want #%s", test[0], got, test[1])
		}
	}
}

func TestClean(t *testing.T) {
	for _, test := range [][2]string{
		{"a\r\nb\rc\nd", "a\nb\nc\nd"},
		{"\tx\ty", "    x   y"},
		{"\xef\xbb\xbftext", "text"},
		{"\xff\xfea\x00\xe9\x00", "aé"},
		{"\xfe\xff\x00a\x00\xe9", "aé"},
		{"caf\xe9", "caf\ufffd"},
		{"\x1b]0;x\x07", "␛]0;x␇"},
		{"\u009b31m", `\x9b31m`},
		{"\u202egnp.exe", `\u202egnp.exe`},
		{"“quoted” – it’s", "“quoted” – it’s"},
		{"&#27;[2J &#x1B; &#65; &#999999999;", "␛[2J ␛ &#65; &#999999999;"},
		{"a\u2028b", "a\nb"},
		{"", ""},
	} {
		if got := Clean([]byte(test[0])); got != test[1] {
			t.Errorf("%q became %q, want %q", test[0], got, test[1])
		}
	}
}

// Goal: a long line is broken at spaces, long text into blocks, and nothing is
// lost.
func TestLong(t *testing.T) {
	line := strings.Repeat("word ", 100_000)
	doc, err := Read("a.md", line+"\n\n```\n"+strings.Repeat("code\n", 10_000)+"```\n", Options{})
	if err != nil {
		t.Fatal(err)
	}
	words, codes, largest := 0, 0, 0
	for _, b := range doc.Sections[0].Blocks {
		words += strings.Count(b.Source, "word")
		codes += strings.Count(b.Source, "code")
		largest = max(largest, len(b.Source))
		for text := range strings.Lines(b.Source) {
			if len(text) > maxLine+1 {
				t.Fatalf("a line has %d bytes", len(text))
			}
		}
	}
	if words != 100_000 || codes != 10_000 || largest > 5*maxBytes {
		t.Errorf("%d words, %d lines of code, the largest block has %d bytes", words, codes, largest)
	}
}
