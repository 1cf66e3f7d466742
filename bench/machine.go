package main

import (
	"fmt"
	"os"
	"runtime"
	"strings"
)

// machine says on what the figures were taken, as far as it can be read: processor, cores, memory, system, Go.
func machine() string {
	processor := runtime.GOARCH
	if name := procField("/proc/cpuinfo", "model name"); name != "" {
		processor = name
	}
	memory := ""
	var kib int64
	if _, err := fmt.Sscanf(procField("/proc/meminfo", "MemTotal"), "%d kB", &kib); err == nil {
		memory = fmt.Sprintf(", %d GiB", (kib+1<<19)>>20)
	}
	return fmt.Sprintf("%s, %d cores%s, %s, %s", processor, runtime.NumCPU(), memory, runtime.GOOS, runtime.Version())
}

// procField returns the first value of a field in a file of lines "name: value", or "".
func procField(path, name string) string {
	text, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(text)) {
		if field, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(field) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// load is the load average of the last minute, 0 where the system does not tell.
func load() float64 {
	var average float64
	if text, err := os.ReadFile("/proc/loadavg"); err == nil {
		_, _ = fmt.Sscan(string(text), &average)
	}
	return average
}
