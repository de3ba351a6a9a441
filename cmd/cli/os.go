package cli

import (
	"os"
	"os/signal"
	"os/user"
	"path/filepath"
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
	findHome()
	stdin, stdout := os.Stdin.Fd(), os.Stdout.Fd()
	p := &Program{
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
	}
	go func() {
		<-interrupted
		// What was acknowledged is on disk already; only a line may be left. The
		// shell's prompt stands on a line of its own.
		if stderr := os.Stderr; !p.line.end() && term.IsTerminal(stderr.Fd()) {
			_, _ = stderr.WriteString("\n")
		}
		os.Exit(codeInterrupted)
	}()
	return Run(p)
}

// findHome asks the system for the home folder where the environment names none,
// as under some schedulers: the files would land in the root of the disk. With no
// home at all there are no folders of data and settings.
func findHome() {
	home, err := os.UserHomeDir()
	if err == nil && filepath.IsAbs(home) {
		return
	}
	if u, err := user.Current(); err == nil && filepath.IsAbs(u.HomeDir) && os.Setenv("HOME", u.HomeDir) == nil {
		xdg.Reload()
		return
	}
	if !filepath.IsAbs(os.Getenv("XDG_DATA_HOME")) {
		xdg.DataHome = ""
	}
	if !filepath.IsAbs(os.Getenv("XDG_CONFIG_HOME")) {
		xdg.ConfigHome = ""
	}
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
