package clipboard_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"netsplit/tui/clipboard"
)

func detect(pairs ...string) clipboard.Terminal {
	env := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		env[pairs[i]] = pairs[i+1]
	}
	return clipboard.Detect(func(name string) (string, bool) { v, ok := env[name]; return v, ok })
}

// Goal: the environment says what is between, and which terminals never can.
func TestDetect(t *testing.T) {
	for _, c := range []struct {
		env     []string
		through clipboard.Multiplexer
		never   bool
	}{
		{[]string{"TERM", "xterm-256color"}, clipboard.None, false},
		{[]string{"TERM", "tmux-256color"}, clipboard.Tmux, false},
		{[]string{"TERM", "screen-256color", "TMUX", "/tmp/tmux-1/default,1,0"}, clipboard.Tmux, false},
		{[]string{"TERM", "screen"}, clipboard.Screen, false},
		{[]string{"TERM", "xterm", "STY", "123.pts-0"}, clipboard.Screen, false},
		{[]string{"TERM", "linux"}, clipboard.None, true},
		{[]string{"TERM", "xterm-256color", "TERM_PROGRAM", "Apple_Terminal"}, clipboard.None, true},
		{[]string{"TERM", "tmux", "TERM_PROGRAM", "Apple_Terminal", "TMUX", "x"}, clipboard.Tmux, false},
		{nil, clipboard.None, false},
	} {
		got := detect(c.env...)
		if got.Through != c.through || (got.Never != "") != c.never {
			t.Errorf("%v: %+v", c.env, got)
		}
	}
}

// unscreen reads what screen passes on: the contents of device control strings.
func unscreen(t *testing.T, seq string) string {
	var out strings.Builder
	for seq != "" {
		rest, ok := strings.CutPrefix(seq, "\x1bP")
		body, after, ended := strings.Cut(rest, "\x1b\\")
		if !ok || !ended || len(body) > 250 {
			t.Fatalf("no string that screen reads: %.40q", seq)
		}
		out.WriteString(body)
		seq = after
	}
	return out.String()
}

// Goal: what comes out at the terminal is the text, whatever is between.
func TestSequence(t *testing.T) {
	for _, text := range []string{"", "x", "put cart milk\n\tvia store-1 é 日本\n", strings.Repeat("a line of text\n", 4000)} {
		want := "\x1b]52;c;" + base64.StdEncoding.EncodeToString([]byte(text)) + "\a"
		if got := detect("TERM", "xterm").Sequence(text); got != want {
			t.Errorf("plain: %.60q", got)
		}
		got := detect("TMUX", "x").Sequence(text)
		wrapped, ok := strings.CutPrefix(got, want+"\x1bPtmux;")
		if inner := strings.ReplaceAll(strings.TrimSuffix(wrapped, "\x1b\\"), "\x1b\x1b", "\x1b"); !ok || inner != want {
			t.Errorf("tmux: %.60q", got)
		}
		if inner := unscreen(t, detect("STY", "x").Sequence(text)); inner != want {
			t.Errorf("screen: %.60q", inner)
		}
	}
}

// Goal: what can't be copied says why, and what can be done.
func TestRefuses(t *testing.T) {
	for _, c := range []struct {
		to   clipboard.Terminal
		text string
		want string
	}{
		{detect("TERM", "xterm"), "x", ""}, {detect("TERM", "xterm"), strings.Repeat("x", clipboard.Most), ""},
		{detect("TERM", "xterm"), strings.Repeat("x", clipboard.Most+1), "at most 74000"},
		{detect("TERM", "linux"), "x", "mouse: false"},
	} {
		err := c.to.Refuses(c.text)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v", c.to, err)
		}
	}
	if n := base64.StdEncoding.EncodedLen(clipboard.Most); n > 100_000 {
		t.Errorf("%d characters of base64", n)
	}
}
