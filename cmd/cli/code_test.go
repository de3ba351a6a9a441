package cli

import (
	"errors"
	"os"
	"os/exec"
	"strconv"

	"github.com/rogpeppe/go-internal/testscript"
)

// exitsWith is the script command "code N COMMAND…": it runs the command and
// wants that exit code. Its output is kept for stdout and stderr patterns. For
// standard input, write the script command "stdin FILE" before it.
func exitsWith(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N COMMAND ARGS…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	args = args[1:]
	err = ts.Exec(args[0], args[1:]...)
	got := 0
	var failed *exec.ExitError
	switch {
	case errors.As(err, &failed):
		got = failed.ExitCode()
	case err != nil && !errors.Is(err, os.ErrProcessDone):
		ts.Fatalf("%s: %v", args[0], err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}
