package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// TestMain makes the program once, as a user would have it.
func TestMain(m *testing.M) {
	folder, err := os.MkdirTemp("", "netsplit")
	if err != nil {
		panic(err)
	}
	binary := filepath.Join(folder, "netsplit.exe")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		panic(fmt.Sprintf("go build: %v\n%s", err, out))
	}
	os.Setenv("NETSPLIT_BINARY", binary)
	code := m.Run()
	os.RemoveAll(folder)
	os.Exit(code)
}

// terminal is a real pseudo-terminal with the program in it, and an emulator
// that says what a person would see.
type terminal struct {
	t       *testing.T
	command *exec.Cmd
	device  *os.File
	screen  *vt.SafeEmulator
	ended   chan error
}

// start runs the program in a terminal of a size.
func start(t *testing.T, w, h int, args ...string) *terminal {
	t.Helper()
	term := startSilent(t, w, h, args...)
	go io.Copy(term.device, term.screen) // what the terminal answers when asked
	return term
}

// startSilent runs it in a terminal that never answers what it is asked.
func startSilent(t *testing.T, w, h int, args ...string) *terminal {
	t.Helper()
	return startProgram(t, w, h, exec.Command(os.Getenv("NETSPLIT_BINARY"), args...))
}

// startProgram runs any program in it.
func startProgram(t *testing.T, w, h int, command *exec.Cmd) *terminal {
	t.Helper()
	term := &terminal{t: t, command: command, screen: vt.NewSafeEmulator(w, h), ended: make(chan error, 1)}
	term.command.Env = append([]string{"TERM=xterm-256color"}, append(os.Environ(), "NO_COLOR=", "ACCESSIBLE=", "NETSPLIT_DB=")...)
	device, err := pty.StartWithSize(term.command, &pty.Winsize{Cols: uint16(w), Rows: uint16(h)})
	if err != nil {
		t.Skipf("no pseudo-terminal here: %v", err)
	}
	term.device = device
	go io.Copy(term.screen, device) // what the program draws
	go func() { term.ended <- term.command.Wait() }()
	t.Cleanup(func() {
		term.command.Process.Kill()
		device.Close()
	})
	return term
}

// patience is how long anything may take: long, since a busy machine must not
// fail a test, and a test that passes does not wait.
const patience = 30 * time.Second

// see waits until the screen shows all texts at once.
func (term *terminal) see(texts ...string) {
	term.t.Helper()
	var screen, missing string
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		screen, missing = term.text(), ""
		for _, text := range texts {
			if !strings.Contains(screen, text) {
				missing = text
			}
		}
		if missing == "" {
			return
		}
	}
	term.t.Fatalf("the screen never shows %q:\n%s", missing, screen)
}

// gone waits until the screen does not show a text.
func (term *terminal) gone(text string) {
	term.t.Helper()
	for end := time.Now().Add(patience); strings.Contains(term.text(), text); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			term.t.Fatalf("the screen goes on to show %q:\n%s", text, term.text())
		}
	}
}

// text is what the screen shows. String of the emulator takes no lock, so it
// would race with what the program draws; Render does.
func (term *terminal) text() string { return ansi.Strip(term.screen.Render()) }

// press sends keys as a keyboard does.
func (term *terminal) press(keys string) {
	term.t.Helper()
	if _, err := io.WriteString(term.device, keys); err != nil {
		term.t.Fatal(err)
	}
}

// ends waits for the program to leave and checks its exit code.
func (term *terminal) ends(code int) {
	term.t.Helper()
	select {
	case <-term.ended:
		if got := term.command.ProcessState.ExitCode(); got != code {
			term.t.Errorf("exit code %d, want %d", got, code)
		}
	case <-time.After(patience):
		term.t.Fatalf("it does not end; the screen:\n%s", term.text())
	}
}

// kill ends the program without warning.
func (term *terminal) kill() {
	term.t.Helper()
	if err := term.command.Process.Kill(); err != nil {
		term.t.Fatal(err)
	}
	<-term.ended
}

// resize changes the size of the window, as a window manager does.
func (term *terminal) resize(w, h int) {
	term.t.Helper()
	term.screen.Resize(w, h)
	if err := pty.Setsize(term.device, &pty.Winsize{Cols: uint16(w), Rows: uint16(h)}); err != nil {
		term.t.Fatal(err)
	}
}
