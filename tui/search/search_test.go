package search_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"netsplit/content"
	"netsplit/tui/page"
	"netsplit/tui/search"
	"netsplit/tui/theme"
	"netsplit/tui/tuitest"
)

func small() *search.Index {
	return search.New([]search.Item{
		{Kind: "lesson", Name: "quorums", Title: "Quorums", Section: "Three numbers", Text: "R and W overlap. A hinted\nhandoff waits for the node.", Place: page.Place{Page: "lesson", Target: "quorums"}},
		{Kind: "lesson", Name: "hints", Title: "Hinted handoff", Text: "A neighbour keeps the write.", Place: page.Place{Page: "lesson", Target: "hints"}},
		{Kind: "lab", Name: "cache-stale", Title: "When is a cache stale?", Text: strings.Repeat("filler words before it ", 30) + "the ÄNDERUNG of a quorum " + strings.Repeat("and after ", 30)},
		{Kind: "kind", Name: "kv", Title: "kv", Text: "a replicated store"},
	})
}

func titles(hits []search.Hit) string {
	var all []string
	for _, h := range hits {
		all = append(all, h.Name)
	}
	return strings.Join(all, " ")
}

// Goal: all words must occur; a title counts more than a text, a phrase more
// than scattered words; case does not matter.
func TestFind(t *testing.T) {
	for query, want := range map[string]string{
		"hinted handoff": "hints quorums",
		"QUORUM":         "quorums cache-stale",
		"quorum stale":   "cache-stale",
		"änderung":       "cache-stale",
		"numbers":        "quorums",
		"nowhere":        "",
		"":               "",
		"\"kv\"":         "kv",
	} {
		if got := titles(small().Find(query, 10)); got != want {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
	}
	if got := small().Find("quorum", 1); len(got) != 1 {
		t.Errorf("asked for one, got %d", len(got))
	}
}

// Goal: an excerpt shows the word, is cut between words and not long.
func TestExcerpt(t *testing.T) {
	e := small().Find("änderung", 1)[0].Excerpt
	if !strings.Contains(e, "ÄNDERUNG") || !strings.HasPrefix(e, "… ") || !strings.HasSuffix(e, " …") || len(e) > 200 {
		t.Errorf("%q", e)
	}
	for _, part := range strings.Fields(e)[1:3] {
		if !strings.Contains("filler words before it", part) {
			t.Errorf("a word was cut: %q", e)
		}
	}
}

// Goal: no query and no text makes it panic, or lets a mark split a character.
func FuzzFind(f *testing.F) {
	f.Add("quorum İstanbul", "İ ı K Å \xff")
	f.Add("\x1b[31m", strings.Repeat("é", 200))
	f.Fuzz(func(t *testing.T, query, text string) {
		x := search.New([]search.Item{{Title: text, Text: text}})
		for _, h := range x.Find(query, 5) {
			if utf8.ValidString(text) && !utf8.ValidString(h.Excerpt) {
				t.Errorf("%q: %q", text, h.Excerpt)
			}
		}
		for _, m := range search.Marks(text, search.Words(query)) {
			_ = text[m[0]:m[1]]
		}
	})
}

// Goal: the real index has every kind of thing, and each opens something or says
// how to see it.
func TestBuild(t *testing.T) {
	x, err := search.Build(content.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]bool{}
	for _, h := range x.Find("a", 100_000) {
		kinds[h.Kind] = true
		if h.Command == "" || h.Title == "" {
			t.Errorf("%+v", h.Item)
		}
	}
	for _, kind := range []string{"lesson", "lab", "drill", "checklist", "calculator", "kind", "step", "fault"} {
		if !kinds[kind] {
			t.Errorf("no %s is found", kind)
		}
	}
	hits := x.Find("hinted handoff", 5)
	if len(hits) == 0 {
		t.Fatal("nothing on hinted handoff")
	}
}

func open(t *testing.T, query string, state ...string) *search.Page {
	t.Helper()
	make := search.Constructor(func() (*search.Index, error) { return small(), nil })
	p, err := make(page.Env{Theme: theme.New(theme.Options{}), Now: time.Now}, page.Place{Page: "search", Target: query, State: json.RawMessage(strings.Join(state, ""))})
	if err != nil {
		t.Fatal(err)
	}
	sp := p.(*search.Page)
	tuitest.Run(t, p, sp.Init())
	return sp
}

// Goal: what is typed is found as it is typed, and enter opens the place.
func TestPage(t *testing.T) {
	p := open(t, "")
	tuitest.Golden(t, "empty", tuitest.Plain(p.View(80, 22)))
	tuitest.Type(t, p, "hint")
	tuitest.Golden(t, "80x24", tuitest.Plain(p.View(80, 22)))
	tuitest.Golden(t, "100x30", tuitest.Plain(p.View(100, 28)))
	tuitest.Golden(t, "140x45", tuitest.Plain(p.View(140, 43)))
	tuitest.Golden(t, "40x12", tuitest.Plain(p.View(40, 10)))
	asked := tuitest.Press(t, p, "down", "enter")
	if len(asked) != 1 || asked[0].(page.Open).Place.Target != "quorums" {
		t.Errorf("asked %v", asked)
	}
	if p.Place().Target != "hint" {
		t.Errorf("place %v", p.Place())
	}
	if asked := tuitest.Press(t, open(t, "kv"), "enter"); len(asked) != 1 || !strings.Contains(asked[0].(page.Toast).Text, "replicated store") {
		t.Errorf("asked %v", asked)
	}
	p.Update(tea.PasteMsg{Content: strings.Repeat("\x1b[31m日本 ", 100_000)})
	tuitest.Sweep(t, p.View)
	tuitest.Sweep(t, open(t, "cache").View)
}

// BenchmarkFind is how long a key takes.
func BenchmarkFind(b *testing.B) {
	x, err := search.Build(content.Embedded())
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		x.Find("hinted handoff store", 200)
	}
}

// Goal: the index for one query, which leaves out files without its words,
// finds what the index of everything finds, for every word that occurs and
// for pairs of them.
func TestFor(t *testing.T) {
	lib := content.Embedded()
	all, err := search.Build(lib)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	var words []string
	for _, hit := range all.Find("e", all.Len()) {
		for _, w := range search.Words(hit.Title + " " + hit.Section + " " + hit.Excerpt) {
			if !seen[w] {
				seen[w] = true
				words = append(words, w)
			}
		}
	}
	if len(words) < 500 {
		t.Fatalf("only %d words", len(words))
	}
	for i := 0; i < len(words); i += len(words)/150 + 1 {
		for _, query := range []string{words[i], words[i] + " " + words[(i+1)%len(words)]} {
			few, err := search.For(lib, query)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := few.Find(query, all.Len()), all.Find(query, all.Len()); !slices.EqualFunc(got, want, same) {
				t.Errorf("%q finds %d, want %d", query, len(got), len(want))
			}
		}
	}
}

func same(a, b search.Hit) bool {
	return a.Kind == b.Kind && a.Title == b.Title && a.Section == b.Section && a.Excerpt == b.Excerpt && a.Score == b.Score
}
