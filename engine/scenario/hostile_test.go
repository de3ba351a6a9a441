package scenario

import (
	"strings"
	"testing"
)

// Input made to hurt: each is refused, before anything slow or deep happens to
// it, with a message that a terminal shows and does not obey.
func TestHostileDocuments(t *testing.T) {
	const head = "scenario: a\ncomponents: {store: {kind: kv}}\n"
	fill := func(unit string) string { return strings.Repeat(unit, (1<<18)/len(unit)) }
	tests := []struct{ name, text, want string }{
		{"too long", strings.Repeat("# x\n", 300_000), "longer than 1 MiB"},
		{"binary", "\x7fELF\x02\x00\x00", "binary"},
		{"not UTF-8", head + "title: caf\xe9\n", "not UTF-8"},
		{"control character", head + "title: \x1b[2J\n", `control character (\x1b)`},
		{"empty", " \n\n", "is empty"},
		{"deep flow lists", head + "x: " + fill("["), "nested too deep"},
		{"deep flow maps", head + "x: " + fill("{a: "), "nested too deep"},
		{"deep lists on one line", head + "x:\n " + fill("- "), "nested too deep"},
		{"deep maps by indentation", deepMaps(1000), "nested too deep"},
		{"question marks", fill("? "), "? key"},
		{"closing brackets", head + "x: " + fill("]"), "not valid YAML"},
		{"long line", head + "title: " + fill("a"), "longer than one line"},
		{"long word", head + "steps: [" + fill("a") + "]", "a step is at most"},
		{"many keys", head + manyKeys(), "more than 3000 keys"},
		{"many steps", head + "steps:\n" + strings.Repeat("- heal\n", 100_000), "100000 steps"},
		{"many components", "scenario: a\ncomponents:\n" + strings.Repeat("  a: {kind: kv}\n", 50_000), "more than 3000 keys"},
		{"many colons", head + "x" + fill(": "), ""},
		{"many commas", head + "x: [" + fill(",") + "]", ""},
		{"many quotes", head + "x: " + fill(`"`), ""},
		{"many apostrophes", head + "x: " + fill("'"), ""},
		{"many dashes", head + "x: " + fill("-"), ""},
		{"many documents", head + fill("---\n"), "second document"},
		{"many comments", head + "x: 1\n" + fill("#\n"), "unknown key"},
		{"many stars", head + "x: " + fill("*a "), ""},
		{"block text", head + "title: |\n" + fill("  a\n"), "longer than one line"},
		{"unfinished text", head + "title: \"" + fill("a\n"), "not valid YAML"},
		{"spaces", head + "title:" + fill(" ") + "x:\n", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := Parse("hostile.yaml", []byte(test.text))
			if err == nil {
				t.Fatal("accepted")
			}
			quiet(t, err)
			text := err.Error()
			if !strings.Contains(text, test.want) {
				t.Errorf("got %.300s\nwant %s", text, test.want)
			}
			if len(text) > 5000 {
				t.Errorf("the message has %d bytes", len(text))
			}
		})
	}
}

func deepMaps(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String()
}

func manyKeys() string {
	var b strings.Builder
	for i := range 60_000 {
		b.WriteString("k" + strings.Repeat("x", i%7) + formatNumber(float64(i)) + ": 1\n")
	}
	return b.String()
}
