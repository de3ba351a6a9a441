package cli

import (
	"bufio"
	"fmt"
	"os"
)

// resultFile is a file that a command writes beside its standard output. The
// first error is kept: the run goes on, and the end says what went wrong.
type resultFile struct {
	flag   string // that names it
	path   string
	file   *os.File
	buffer *bufio.Writer
	err    error
}

// createResult makes the file that a flag names, but not over one that the
// command reads or writes already.
func createResult(flag, path string, taken ...string) (*resultFile, error) {
	if path == "-" {
		return nil, usagef("%s takes a file: standard output carries the report", flag)
	}
	for _, other := range taken {
		if a, b := stat(path), stat(other); a != nil && b != nil && os.SameFile(a, b) {
			return nil, usagef("%s %s would overwrite %s, which this run uses too", flag, path, other)
		}
	}
	file, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	return &resultFile{flag: flag, path: path, file: file, buffer: bufio.NewWriterSize(file, 256<<10)}, nil
}

// Write keeps the first error.
func (f *resultFile) Write(b []byte) (int, error) {
	n, err := f.buffer.Write(b)
	f.keep(err)
	return n, err
}

func (f *resultFile) keep(err error) {
	if f.err == nil {
		f.err = err
	}
}

// close ends the file and returns the first error of all.
func (f *resultFile) close() error {
	f.keep(f.buffer.Flush())
	f.keep(f.file.Close())
	if f.err != nil {
		return fmt.Errorf("%s %s is not complete: %w", f.flag, f.path, f.err)
	}
	return nil
}

// stat is nil for a file that is not there.
func stat(path string) os.FileInfo {
	info, err := os.Stat(path)
	if err != nil {
		return nil
	}
	return info
}
