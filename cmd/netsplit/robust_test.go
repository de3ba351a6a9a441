package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Old terminals, and programs that pretend to be one, don't answer when they are
// asked for their colours and modes. Nothing may wait for that.
func TestATerminalThatNeverAnswers(t *testing.T) {
	for _, kind := range []string{"xterm-256color", "vt100", "linux", "screen", "nobody-knows-this"} {
		t.Run(kind, func(t *testing.T) {
			t.Setenv("TERM", kind)
			term := startSilent(t, 80, 24, "--db", filepath.Join(t.TempDir(), "progress.db"), "learn", "quorums")
			go io.Copy(io.Discard, term.screen) // the emulator's answers go nowhere
			term.see("Quorums", "Three numbers")
			term.press("q")
			term.ends(0)
		})
	}
}

// A window of one cell is no place to learn, but it is no reason to fall over.
func TestOneCell(t *testing.T) {
	db := filepath.Join(t.TempDir(), "progress.db")
	for _, size := range [][2]int{{1, 1}, {1, 24}, {80, 1}, {2, 2}} {
		term := start(t, size[0], size[1], "--db", db, "lab", "big-day")
		term.press("jjnnf\rx?:put a b\r\x1b[A\x1b[B")
		term.resize(80, 24)
		term.see("netsplit")
		term.press("\x03")
		term.ends(0)
	}
}

// ctrl+z without a shell behind the terminal would stop the program for good:
// it says so, and goes on.
func TestNoShellToGoBackTo(t *testing.T) {
	term := start(t, 80, 24, "--db", filepath.Join(t.TempDir(), "progress.db"), "learn", "quorums")
	term.see("Three numbers")
	term.press("\x1a")
	term.see("no shell waits behind this terminal")
	term.press("q")
	term.ends(0)
}

// A shell with job control gets its terminal back at ctrl+z, and fg draws the
// page again.
func TestStoppedAndBroughtBack(t *testing.T) {
	shell, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("no bash here")
	}
	term := startProgram(t, 80, 24, exec.Command(shell, "--norc", "-i"))
	go answersLate(term.device, term.screen)
	db := filepath.Join(t.TempDir(), "progress.db")
	term.press(fmt.Sprintf("%s --db %s learn quorums\n", os.Getenv("NETSPLIT_BINARY"), db))
	term.see("Three numbers")
	term.press("\x1a")
	term.see("Stopped")
	time.Sleep(2 * farAwayBy)
	if strings.Contains(term.text(), "rgb:") {
		t.Errorf("an answer of the terminal went to the shell:\n%s", term.text())
	}
	term.press("echo back-$((6*7))\n")
	term.see("back-42")
	term.press("fg\n")
	term.see("Three numbers")
	term.press("q")
	for end := time.Now().Add(patience); strings.Contains(term.text(), "Three numbers") && time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
	}
	term.press("exit 7\n")
	term.ends(7)
}

// farAwayBy is how long what a distant terminal answers is on its way.
const farAwayBy = 150 * time.Millisecond

// answersLate passes on what a terminal answers, in order, a while later.
func answersLate(to io.Writer, from io.Reader) {
	type answer struct {
		text []byte
		due  time.Time
	}
	way := make(chan answer, 100)
	go func() {
		for a := range way {
			time.Sleep(time.Until(a.due))
			to.Write(a.text)
		}
	}()
	defer close(way)
	for {
		text := make([]byte, 256)
		n, err := from.Read(text)
		if err != nil {
			return
		}
		way <- answer{text[:n], time.Now().Add(farAwayBy)}
	}
}

// A terminal that goes away (SIGHUP) and a request to end do end the program.
func TestSignals(t *testing.T) {
	db := filepath.Join(t.TempDir(), "progress.db")
	for _, x := range []struct {
		signal syscall.Signal
		code   int
	}{{syscall.SIGTERM, 0}, {syscall.SIGINT, 130}, {syscall.SIGHUP, -1}} {
		term := start(t, 80, 24, "--db", db, "lab", "quorum-wrong-two")
		term.see("Two of five nodes")
		if err := term.command.Process.Signal(x.signal); err != nil {
			t.Fatal(err)
		}
		term.ends(x.code)
	}
}

// Inside tmux, with its own idea of keys, colours and sizes.
func TestInTmux(t *testing.T) {
	tmux, err := exec.LookPath("tmux")
	if err != nil {
		t.Skip("no tmux here")
	}
	socket := filepath.Join(t.TempDir(), "tmux")
	do := func(args ...string) string {
		out, err := exec.Command(tmux, append([]string{"-S", socket}, args...)...).CombinedOutput()
		if err != nil {
			t.Fatalf("tmux %s: %v\n%s", args, err, out)
		}
		return string(out)
	}
	look := func() string { return do("capture-pane", "-p", "-t", "s") }
	gone := func(text string) {
		t.Helper()
		for end := time.Now().Add(patience); strings.Contains(look(), text); time.Sleep(20 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("tmux still shows %q:\n%s", text, look())
			}
		}
	}
	see := func(texts ...string) {
		t.Helper()
		var screen, missing string
		for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
			screen, missing = look(), ""
			for _, text := range texts {
				if !strings.Contains(screen, text) {
					missing = text
				}
			}
			if missing == "" {
				return
			}
		}
		t.Fatalf("tmux never shows %q:\n%s", missing, screen)
	}
	command := fmt.Sprintf("LC_ALL=C.UTF-8 %s --db %s lab quorum-wrong-two; echo left-$?; sleep 60", os.Getenv("NETSPLIT_BINARY"), filepath.Join(t.TempDir(), "progress.db"))
	do("-f", "/dev/null", "new-session", "-d", "-s", "s", "-x", "80", "-y", "24", command)
	defer exec.Command(tmux, "-S", socket, "kill-server").Run()
	see("Two of five nodes")
	do("send-keys", "-t", "s", "n")
	see("put cart milk")
	do("send-keys", "-t", "s", "?")
	see("lab.fault-menu")
	do("send-keys", "-t", "s", "Escape")
	gone("lab.fault-menu") // or what tmux says of the new size follows the escape at once, and is taken for one key with it
	do("resize-window", "-t", "s", "-x", "30", "-y", "8")
	see("netsplit needs")
	do("resize-window", "-t", "s", "-x", "120", "-y", "40")
	see("Two of five nodes", "log")
	do("send-keys", "-t", "s", "q")
	see("left-0")
}
