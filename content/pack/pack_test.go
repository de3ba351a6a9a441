package pack

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"netsplit/content"
)

// draw is a document as an indented outline, for goldens.
func draw(doc *content.Document) string {
	var b strings.Builder
	fmt.Fprintf(&b, "TITLE %s\n", doc.Title)
	for _, s := range doc.Sections {
		fmt.Fprintf(&b, "\n%d: %s %q #%s\n", s.Line, strings.Repeat("#", s.Level), s.Title, s.Anchor)
		drawBlocks(&b, s.Blocks, "  ")
	}
	for _, r := range doc.References {
		fmt.Fprintf(&b, "\nREFERENCE %s -> %s\n", r.Label, r.Destination)
	}
	for _, p := range doc.Problems {
		fmt.Fprintf(&b, "\nPROBLEM line %d: %s\n", p.Line, p.Message)
	}
	return b.String()
}

func drawBlocks(b *strings.Builder, blocks []content.Block, in string) {
	for _, block := range blocks {
		fmt.Fprintf(b, "%s%d: %s %s\n", in, block.Line, block.Kind, block.Name)
		for text := range strings.Lines(block.Source) {
			fmt.Fprintf(b, "%s| %s\n", in, strings.TrimRight(text, "\n"))
		}
		drawBlocks(b, block.Blocks, in+"  ")
	}
}

// Goal: a messy note is repaired into Markdown that reads as it was meant.
func TestMessyNote(t *testing.T) {
	p, err := Open("testdata/messy")
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, f := range p.Files {
		fmt.Fprintf(&b, "===== %s\n", f.Name)
		doc, err := p.Document(f.Path)
		if err != nil {
			fmt.Fprintf(&b, "ERROR %v\n", err)
			continue
		}
		b.WriteString(draw(doc))
	}
	golden.RequireEqual(t, []byte(strings.ReplaceAll(b.String(), p.Root, "ROOT")))
}

// Goal: links lead where GitHub leads them, and a dead one says why.
func TestResolve(t *testing.T) {
	p, err := Open("testdata/messy")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ from, destination, want string }{
		{"README.md", "storage.md#second-part", "storage.md second-part"},
		{"README.md", "sub/list.md#pros-1", "sub/list.md pros-1"},
		{"README.md", "sub/list.md#pros--cons", "sub/list.md pros--cons"},
		{"README.md", "sub/list.md#pros-cons", "sub/list.md pros--cons"}, // loosely
		{"README.md", "#PROS-1", "README.md pros-1"},
		{"README.md", "", "README.md "},
		{"sub/list.md", "../README.md#pros-1", "README.md pros-1"},
		{"sub/list.md", "/storage.md", "storage.md "},
		{"storage.md", "sub/list", "sub/list.md "},
		{"storage.md", "STORAGE.md", "storage.md "},
		{"storage.md", "https://example.org", "external"},
		{"storage.md", "mailto:a@example.org", "external"},
		{"storage.md", "nowhere.md", "broken: there is no file nowhere.md"},
		{"storage.md", "storag.md", "broken: there is no file storag.md; did you mean storage.md?"},
		{"storage.md", "../../../etc/passwd", "broken: it leads out of the folder ROOT"},
		{"storage.md", "sub/dot.png", "broken: dot.png is not Markdown; open it with another program"},
		{"storage.md", "#secnd-part", "broken: no heading #secnd-part; did you mean #second-part?"},
		{"storage.md", "a%1b[2J.md", "broken: there is no file a␛[2J.md"},
		{"storage.md", "sub/binary.md", "broken: sub/binary.md: this is a binary file, not text (a zero byte at position 3)"},
	} {
		doc, err := p.Document(filepath.Join(p.Root, test.from))
		if err != nil {
			t.Fatal(err)
		}
		link := p.Resolve(doc, test.destination)
		got := strings.TrimPrefix(link.Path, p.Root+"/") + " " + link.Anchor
		switch {
		case link.External:
			got = "external"
		case link.Broken != "":
			got = "broken: " + strings.ReplaceAll(link.Broken, p.Root, "ROOT")
		}
		if got != test.want {
			t.Errorf("%s -> %q: got %q, want %q", test.from, test.destination, got, test.want)
		}
	}
}

// Goal: what can't be read says so, and what to do.
func TestOpenErrors(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	cases := map[string]string{
		write("binary.md", "\x7fELF\x02\x01\x01\x00\x00"):               "binary file",
		write("noise.md", strings.Repeat("\xff\xfe\x80\x81ab", 100)+""): "",
		write("latin.md", strings.Repeat("\x80\x81\x82\x83\x84ab", 50)): "looks like a binary file",
		write("empty.md", ""):                         "the file is empty",
		write("blank.md", " \n\t\r\n"):                "the file is empty",
		filepath.Join(dir, "emty.md"):                 "did you mean",
		filepath.Join(dir, "empty.md", "x"):           "nothing at this path",
		filepath.Dir(write("bare/plain.txt", "text")): "no Markdown in it",
		os.DevNull: "not an ordinary file",
	}
	for path, want := range cases {
		_, err := Open(path)
		if want == "" {
			continue // UTF-16 without a sign: any answer but a panic
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want an error with %q", path, err, want)
		} else if !strings.Contains(err.Error(), "\n  ") {
			t.Errorf("%s: the error has no cure: %v", path, err)
		}
	}
}

// Goal: unreadable parts of a folder are left out with a notice.
func TestUnreadable(t *testing.T) {
	if runtime.GOOS == "windows" || os.Getuid() == 0 {
		t.Skip("this user may read everything")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "secret.md")
	if err := os.WriteFile(path, []byte("# x"), 0o000); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path); err == nil || !strings.Contains(err.Error(), "permission denied") {
		t.Errorf("got %v", err)
	}
}

// Goal: a folder that links to itself ends, a link in a circle is left out.
func TestSymlinkCycles(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.md"), []byte("# A"), 0o644); err != nil {
		t.Fatal(err)
	}
	for link, target := range map[string]string{"self": ".", "loop.md": "loop.md", "again.md": "a.md"} {
		if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
			t.Skip("no symbolic links here")
		}
	}
	p, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Files) != 2 || len(p.Notices) != 1 {
		t.Errorf("files %v, notices %v; want a.md, again.md and one notice", p.Files, p.Notices)
	}
	if _, err := Open(filepath.Join(dir, "loop.md")); err == nil {
		t.Error("a link to itself was opened")
	}
}

// Goal: files are listed as a person counts.
func TestOrder(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"10.md", "2.md", "README.md", "b.md", "A.md"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("# x"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	p, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range p.Files {
		names = append(names, f.Name)
	}
	if got := strings.Join(names, " "); got != "README.md 2.md 10.md A.md b.md" {
		t.Error(got)
	}
}

var word = regexp.MustCompile(`[\pL\pN]+`)

// words counts the words of a document as it is shown.
func words(doc *content.Document) map[string]int {
	p := content.NewParser()
	count := map[string]int{}
	add := func(text string) {
		for _, w := range word.FindAllString(text, -1) {
			count[w]++
		}
	}
	for _, s := range doc.Sections {
		add(s.Title)
	}
	for _, b := range doc.AllBlocks() {
		switch b.Kind {
		case content.Text:
			add(content.Plain(p, b.Source))
		case content.Fold:
			add(b.Name)
		default:
			add(b.Source)
		}
	}
	for _, destination := range content.Destinations(p, doc) {
		add(destination)
	}
	return count
}

var markup = regexp.MustCompile(`(?m)</?(?:details|summary|b)>|^\s*(?:[-*+]\s+)?\d+[.)]|^\s*` + "```" + `\w*`)

// checkWords reports the words of a source that its document lost.
func checkWords(t *testing.T, path, source string) {
	t.Helper()
	p, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := p.Document(p.Files[0].Path)
	if err != nil {
		t.Fatal(err)
	}
	got := words(doc)
	want := map[string]int{}
	for _, w := range word.FindAllString(markup.ReplaceAllString(content.Clean([]byte(source)), " "), -1) {
		want[w]++
	}
	for w, n := range want {
		if got[w] < n {
			t.Errorf("%s: the word %q is there %d times, shown %d times", path, w, n, got[w])
		}
	}
}

// Goal: no word of a note is lost on its way to the screen.
func TestNoWordIsLost(t *testing.T) {
	source := "# Notes\n\nPros:\n-one item\n- two <T> items\n\n| a | b |\n|--|--|\n| c | d |\n\n<details>\n<summary>What</summary>\nInner *text*.\n</details>\n" +
		"\n![alt words](file.png)\n\n1. first\n   - nested [link text](https://example.org/path)\n\n```\ncode words\n```\n\n> quote\n\n" + strings.Repeat("long words ", 2000)
	path := filepath.Join(t.TempDir(), "note.md")
	if err := os.WriteFile(path, []byte(source), 0o644); err != nil {
		t.Fatal(err)
	}
	checkWords(t, path, source)
}

// Goal: the same for the notes that the project started from, where they are.
func TestNoWordOfTheNotesIsLost(t *testing.T) {
	paths, _ := filepath.Glob("../../../shared/notes/*.md")
	if len(paths) == 0 {
		t.Skip("the notes are not here")
	}
	for _, path := range paths {
		source, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		checkWords(t, path, string(source))
	}
}

// Goal: no control character survives, whatever is in a note.
func FuzzNote(f *testing.F) {
	f.Add("# a\x1b[31m\n\n<details>\n```scenario\nx: \"\\e\"\n```\n</details>")
	f.Add("```predict\nid: [[[[\n```\n|a|\n|-|")
	f.Add("<details>\n<details>\n</details>\n<summary>\n</details>")
	f.Add("---\ntitle: \"\\e[2J\"\n---\n&#x1b; [x](%1b)")
	f.Add("~~~\n\n# h\n```\n````\n-a\n-b\n[a]: b")
	f.Fuzz(func(t *testing.T, source string) {
		doc, err := parse("note.md", []byte(source))
		if err != nil {
			return
		}
		check := func(what, s string) {
			for _, r := range s {
				if r < 0x20 && r != '\n' || r >= 0x7f && r < 0xa0 {
					t.Fatalf("control character %U in %s: %q", r, what, s)
				}
			}
		}
		p := content.NewParser()
		check("title", doc.Title)
		for _, s := range doc.Sections {
			check("section", s.Title+s.Anchor)
		}
		for _, b := range doc.AllBlocks() {
			check("block", b.Name+b.Source)
			if b.Kind == content.Text {
				check("plain", content.Plain(p, b.Source))
			}
		}
	})
}

// BenchmarkLarge reads a note of 10 MB; the budget for its first screen is
// 200 ms and 150 MB.
func BenchmarkLarge(b *testing.B) {
	one := "## Heading number\n\nSome text with [a link](#heading-number) and <b>bold</b> words.\n- item one\n-item two\n\n| a | b |\n|--|--|\n| 1 | 2 |\n\n"
	source := []byte(strings.Repeat(one, 10<<20/len(one)))
	b.SetBytes(int64(len(source)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := parse("large.md", source); err != nil {
			b.Fatal(err)
		}
	}
}
