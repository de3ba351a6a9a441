package cli

import (
	"os"
	"os/signal"
	"strconv"
	"time"

	"github.com/adrg/xdg"
	"github.com/charmbracelet/x/term"
)

// Main runs the command that the process was started with and returns its exit
// code. It is the only place that touches the process's own streams, signals
// and environment.
func Main(version string) int {
	interrupted := make(chan os.Signal, 1)
	signal.Notify(interrupted, os.Interrupt)
	go func() {
		<-interrupted
		// Nothing to tidy: what was acknowledged is on disk already.
		if stderr := os.Stderr; term.IsTerminal(stderr.Fd()) {
			_, _ = stderr.WriteString("\n") // the shell's prompt stands on a line of its own
		}
		os.Exit(codeInterrupted)
	}()
	stdin, stdout := os.Stdin.Fd(), os.Stdout.Fd()
	return Run(&Program{
		Args:           os.Args[1:],
		Stdin:          os.Stdin,
		Stdout:         os.Stdout,
		Stderr:         os.Stderr,
		StdinTerminal:  term.IsTerminal(stdin),
		StdoutTerminal: term.IsTerminal(stdout),
		Width:          width(stdout, os.Getenv("COLUMNS")),
		LookupEnv:      os.LookupEnv,
		DataHome:       xdg.DataHome,
		ConfigHome:     xdg.ConfigHome,
		Now:            time.Now,
		Version:        version,
		BeforeScreen:   func() { signal.Stop(interrupted) },
	})
}

// width is the columns of the terminal, 80 when there is none. COLUMNS counts
// only then, for scripts: shells leave it stale when a window changes.
func width(stdout uintptr, columns string) int {
	if w, _, err := term.GetSize(stdout); err == nil && w > 0 {
		return w
	}
	if w, err := strconv.Atoi(columns); err == nil && w > 0 {
		return min(w, 1000)
	}
	return 80
}
