package content

import (
	"regexp"
	"sync"
)

// pattern returns a regular expression that is compiled when it is first
// used. Every command starts with this package in it, and most of them read
// no text: compiled at the start, the patterns cost each more than its own
// work.
//
//go:noinline
func pattern(text string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })
}
