// Package clipboard puts text on the clipboard by asking the terminal to: the
// control sequence OSC 52 of xterm ("Operating System Commands", Xterm Control
// Sequences, Manipulate Selection Data). It works over SSH, and inside tmux and
// screen with the wrapping that lets it through.
//
//	to := clipboard.Detect(os.LookupEnv)
//	if err := to.Refuses(text); err == nil { write(to.Sequence(text)) }
package clipboard

import (
	"encoding/base64"
	"fmt"
	"strings"
)

// Most is how many bytes are sent: xterm drops a sequence whose base64 is longer
// than 100,000 characters, some others do with a few more.
const Most = 74_000

// Multiplexer is what stands between the program and the terminal.
type Multiplexer string

// The multiplexers that need wrapping.
const (
	None   Multiplexer = ""
	Tmux   Multiplexer = "tmux"
	Screen Multiplexer = "screen"
)

// Terminal is what is known of the terminal from its environment.
type Terminal struct {
	Through Multiplexer
	Never   string // why it can't, "" where it may
}

// Detect looks at the variables that terminals set.
func Detect(lookup func(string) (string, bool)) Terminal {
	get := func(name string) string { v, _ := lookup(name); return v }
	term := get("TERM")
	var t Terminal
	switch {
	case get("TMUX") != "" || strings.HasPrefix(term, "tmux"):
		t.Through = Tmux
	case get("STY") != "" || strings.HasPrefix(term, "screen"):
		t.Through = Screen
	}
	switch {
	case term == "linux":
		t.Never = "the console of Linux has no clipboard"
	case term == "dumb":
		t.Never = "a terminal without control sequences has no clipboard"
	case t.Through == None && get("TERM_PROGRAM") == "Apple_Terminal":
		t.Never = "Terminal of macOS takes no text from programs (OSC 52)"
	}
	return t
}

// Refuses says why a text can't be copied, with what can be done; nil where it
// may be sent. No terminal says whether it took it.
func (t Terminal) Refuses(text string) error {
	switch {
	case t.Never != "":
		return fmt.Errorf("%s: hold shift and drag, or set mouse: false, and select with the terminal itself", t.Never)
	case len(text) > Most:
		return fmt.Errorf("it is %d bytes, and terminals take at most %d: select a part of it", len(text), Most)
	}
	return nil
}

// Doubt says what to do where the text did not arrive.
func (t Terminal) Doubt() string {
	switch t.Through {
	case Tmux:
		return "If it is not there: set -g set-clipboard on, in tmux."
	case Screen:
		return "If it is not there, the terminal around screen does not allow OSC 52."
	}
	return "If it is not there, the terminal does not allow OSC 52."
}

// Sequence is what to write to the terminal. tmux gets it twice: as it is, which
// it takes with set-clipboard on, and wrapped for the terminal around it, which
// allow-passthrough lets through.
func (t Terminal) Sequence(text string) string {
	osc := "\x1b]52;c;" + base64.StdEncoding.EncodeToString([]byte(text)) + "\a"
	switch t.Through {
	case Tmux:
		return osc + "\x1bPtmux;" + strings.ReplaceAll(osc, "\x1b", "\x1b\x1b") + "\x1b\\"
	case Screen:
		return throughScreen(osc)
	}
	return osc
}

// screenChunk is how much screen takes in one string: 256 bytes in old versions,
// 768 in others.
const screenChunk = 240

// throughScreen cuts a sequence into device control strings, which screen passes
// on one after the other.
func throughScreen(seq string) string {
	var b strings.Builder
	for len(seq) > 0 {
		n := min(screenChunk, len(seq))
		b.WriteString("\x1bP" + seq[:n] + "\x1b\\")
		seq = seq[n:]
	}
	return b.String()
}
