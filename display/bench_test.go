package display

import "testing"

// BenchmarkBundle measures what it costs to show a value: drawing, encoding and writing the HTML.
func BenchmarkBundle(b *testing.B) {
	for name, make := range map[string]func() any{
		"maps-16x112x112":   func() any { return FeatureMaps(channels(16, 112, 112)) },
		"heatmap-64x64":     func() any { return Heatmap(waves(64, 64)) },
		"heatmap-1024x1024": func() any { return Heatmap(waves(1024, 1024)) },
		"array-1000x1000":   func() any { return waves(1000, 1000) },
		"line-3x200":        func() any { return Line(sines(200, 1, 2, 3)) },
	} {
		b.Run(name, func(b *testing.B) {
			value := make()
			size := 0
			for b.Loop() {
				bundle := BundleOf(value)
				size = len(bundle.Data["text/html"].(string))
			}
			b.ReportMetric(float64(size), "html-bytes")
		})
	}
}
