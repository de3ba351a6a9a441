//go:build !unix

package cli

// underJobControl reports whether a shell with job control started the program.
func underJobControl() bool { return false }
