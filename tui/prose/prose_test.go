package prose_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"netsplit/content"
	"netsplit/tui/prose"
	"netsplit/tui/theme"
	"netsplit/tui/tuitest"
)

func read(t testing.TB, text string) *content.Document {
	t.Helper()
	doc, err := content.Read("note.md", content.Clean([]byte(text)), content.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func printed(t testing.TB, text string, width int) string {
	t.Helper()
	var out bytes.Buffer
	if err := prose.Print(&out, read(t, text), prose.PrintOptions{Width: width}); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// Every construct of Markdown that notes use, at a wide and at a narrow width.
func TestPrint(t *testing.T) {
	src, err := os.ReadFile(filepath.Join("testdata", "all.md"))
	if err != nil {
		t.Fatal(err)
	}
	tuitest.Golden(t, "72", printed(t, string(src), 72))
	tuitest.Golden(t, "30", printed(t, string(src), 30))
}

// No line may be wider than asked, whatever is in the text.
func TestPrintKeepsWidth(t *testing.T) {
	src, err := os.ReadFile(filepath.Join("testdata", "all.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		string(src), strings.Repeat("x", 5000), strings.Repeat("日本語", 300), strings.Repeat("👩‍👩‍👧‍👦", 90),
		strings.Repeat("> ", 200) + "deep", strings.Repeat("- ", 60) + "deep",
		"|a|b|c|\n|-|-|-|\n|" + strings.Repeat("long ", 50) + "|" + strings.Repeat("y", 300) + "|z|\n",
		"```\n" + strings.Repeat("code ", 100) + "\n```\n", "# " + strings.Repeat("title ", 60),
	} {
		for _, width := range []int{1, 2, 3, 7, 16, 40, 88} {
			for i, line := range strings.Split(printed(t, text, width), "\n") {
				if n := ansi.StringWidth(line); n > width {
					t.Fatalf("width %d: line %d is %d cells: %q", width, i+1, n, line)
				}
			}
		}
	}
}

// An escape in a note is shown, never sent.
func TestPrintShowsEscapes(t *testing.T) {
	for _, text := range []string{
		"red \x1b[31mtext", "`\x1b]0;title\x07`", "```\n\x1b[2J\n```", "# \x1b[1mhead", "&#27;[31m", "a \u009b31m b",
		"[link](\x1b[31m)", "|\x1b[31m|\n|-|\n|\x1b|\n", "<details>\n<summary>\x1b[5m</summary>\n\n\x1b[6n\n</details>", "&Tab;&NewLine;x",
	} {
		got := printed(t, text, 60)
		if i := strings.IndexFunc(got, func(r rune) bool { return r < 0x20 && r != '\n' || r >= 0x7f && r < 0xa0 }); i >= 0 {
			t.Errorf("%q printed a control character: %q", text, got)
		}
	}
}

// A long word is broken, and all of it is there.
func TestLongWordsAreBroken(t *testing.T) {
	word := strings.Repeat("abcdefghij", 30)
	got := strings.ReplaceAll(printed(t, word, 17), "\n", "")
	if got != word {
		t.Errorf("got %q", got)
	}
}

// Colour adds escape codes and changes nothing else.
func TestPrintColour(t *testing.T) {
	var out bytes.Buffer
	th := theme.New(theme.Options{Dark: true})
	doc := read(t, "# Head\n\ntext **strong** `code` [link](x.md)\n")
	if err := prose.Print(&out, doc, prose.PrintOptions{Width: 60, Colour: th}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "\x1b[") {
		t.Error("no colour")
	}
	var plain bytes.Buffer
	if err := prose.Print(&plain, doc, prose.PrintOptions{Width: 60}); err != nil {
		t.Fatal(err)
	}
	if tuitest.Plain(out.String()) != plain.String() {
		t.Errorf("colour changes the text:\n%s\n%s", tuitest.Plain(out.String()), plain.String())
	}
}

func BenchmarkPrint(b *testing.B) {
	src := strings.Repeat("# Head\n\nSome *text* with `code` and a [link](x.md) in it, of some length.\n\n- one\n- two\n    - three\n\n", 350)
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		var out bytes.Buffer
		if err := prose.Print(&out, read(b, src), prose.PrintOptions{Width: 80}); err != nil {
			b.Fatal(err)
		}
	}
}

// Terms written below each other stay below each other; bold words in running
// text that happen to begin a line do not break it.
func TestTermsKeepTheirLines(t *testing.T) {
	got := printed(t, "**CP** - consistent\n**AP**: available\n**Cost:** money\nthe node is called the\n**coordinator** of it\n", 60)
	want := "CP - consistent\nAP: available\nCost: money the node is called the coordinator of it\n"
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
