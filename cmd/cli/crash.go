package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"netsplit/tui"
)

// crashReport writes what is known of a crash to a file and returns the error
// that names it. Other errors pass as they are.
func (p *Program) crashReport(err error) error {
	var crash *tui.Crash
	if !errors.As(err, &crash) {
		return err
	}
	version := p.Version
	if version == "" {
		version = "built from source"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "netsplit %s, %s %s/%s\n", version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	fmt.Fprintf(&b, "at %s, TERM=%s, %dx%d\n", p.Now().Format("2006-01-02 15:04:05"), clean(p.env("TERM")), crash.Width, crash.High)
	fmt.Fprintf(&b, "%s\n\n%s", clean(crash.Error()), crash.Stack)
	file := filepath.Join(p.DataHome, "netsplit", "crash-"+p.Now().Format("20060102-150405")+".txt")
	where := "The report is in " + file + "."
	if failed := errors.Join(os.MkdirAll(filepath.Dir(file), 0o700), os.WriteFile(file, []byte(b.String()), 0o600)); failed != nil {
		where = "The report can't be written (" + failed.Error() + "), so here it is:\n" + b.String()
	}
	return fmt.Errorf("a mistake in netsplit stopped it. Your progress is saved.\n%s\n%s", crash.Error(), where)
}
