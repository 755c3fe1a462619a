package memory

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestAvailable(t *testing.T) {
	const mb, meminfo = 1 << 20, "MemTotal:        8388608 kB\nMemFree: 1 kB\n"
	cases := []struct {
		name  string
		files map[string]string
		want  uint64
	}{
		{"nothing known", nil, 0},
		{"machine", map[string]string{"proc/meminfo": meminfo}, 8192 * mb},
		{"version 2", map[string]string{
			"proc/meminfo": meminfo, "proc/self/cgroup": "0::/user.slice/session\n",
			"sys/fs/cgroup/user.slice/session/memory.max": "max\n", "sys/fs/cgroup/user.slice/memory.max": "1073741824\n",
		}, 1024 * mb},
		{"version 2 in a container", map[string]string{
			"proc/meminfo": meminfo, "proc/self/cgroup": "0::/../../docker/abc\n", "sys/fs/cgroup/memory.max": "536870912\n",
		}, 512 * mb},
		{"version 1", map[string]string{
			"proc/meminfo": meminfo, "proc/self/cgroup": "5:cpu:/other\n4:memory:/job\n",
			"sys/fs/cgroup/memory/memory.limit_in_bytes":       "9223372036854771712\n",
			"sys/fs/cgroup/memory/job/memory.limit_in_bytes":   "268435456\n",
			"sys/fs/cgroup/memory/other/memory.limit_in_bytes": "4096\n",
		}, 256 * mb},
		{"damaged", map[string]string{"proc/meminfo": "MemTotal: many\n", "proc/self/cgroup": "x\n:::::\n", "sys/fs/cgroup/memory.max": "-1"}, 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			root := fstest.MapFS{}
			for name, text := range c.files {
				root[name] = &fstest.MapFile{Data: []byte(text)}
			}
			if got := available(root); got != c.want {
				t.Errorf("got %d, want %d", got, c.want)
			}
		})
	}
}

func TestReserve(t *testing.T) {
	defer SetLimit(Limit())
	SetLimit(InUse() + 200<<20)
	garbage := func() { _ = make([]byte, 150<<20) }
	garbage()
	garbage()
	Reserve(100 << 20) // must not be held against garbage
	defer func() {
		err, ok := recover().(*Error)
		if !ok || !strings.Contains(err.Error(), "1.07 GB") && !strings.Contains(err.Error(), "1.08 GB") {
			t.Errorf("got %v", err)
		}
	}()
	Reserve(1 << 30)
	t.Error("was reserved")
}

func TestText(t *testing.T) {
	for n, want := range map[uint64]string{0: "0 B", 999: "999 B", 1000: "1 kB", 999_999: "1 MB", 1_500_000_000: "1.5 GB", 1 << 63: "9.22 EB"} {
		if got := Text(n); got != want {
			t.Errorf("%d: got %s, want %s", n, got, want)
		}
	}
}
