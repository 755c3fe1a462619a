// This file makes samples audible.

package display

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math"
)

// maxSamples bounds what a notebook has to carry: a minute and a half of stereo at 48 kHz.
const maxSamples = 1 << 23

// Audio plays samples, rate of them a second, with a player in the page. Samples are an array or a slice of numbers from
// -1 to 1, one row for each channel; larger ones are scaled down together, and what is not finite is silent.
func Audio(samples any, rate int) Rich {
	rows, err := rowsOf(samples)
	switch {
	case err != nil:
		return Rich{err: fmt.Errorf("display: Audio: %w", err)}
	case rate < 1000 || rate > 192_000:
		return Rich{err: fmt.Errorf("display: Audio: a rate of %d samples a second; it takes 1000 to 192,000", rate)}
	case len(rows) > 8:
		return Rich{err: fmt.Errorf("display: Audio: %d rows of samples; it takes one for each channel, up to 8", len(rows))}
	case len(rows)*len(rows[0]) > maxSamples:
		return Rich{err: fmt.Errorf("display: Audio: %s samples; it takes up to %s", grouped(len(rows)*len(rows[0])), grouped(maxSamples))}
	}
	for i, r := range rows {
		if len(r) != len(rows[0]) {
			return Rich{err: fmt.Errorf("display: Audio: channel %d has %s, channel 0 has %d", i, plural(len(r), "sample"), len(rows[0]))}
		}
	}
	data := wav(rows, rate)
	seconds := float64(len(rows[0])) / float64(rate)
	return Rich{
		mime: "audio/wav", data: data,
		text: fmt.Sprintf("Audio of %s s, %d Hz, %s\n%s", brief(seconds), rate, plural(len(rows), "channel"), curve(rows[0], 60)),
		page: `<audio controls src="data:audio/wav;base64,` + base64.StdEncoding.EncodeToString(data) + `"></audio>`,
	}
}

// wav writes samples as a RIFF file of 16-bit PCM (Microsoft and IBM, "Multimedia Programming Interface and Data
// Specifications 1.0", 1991).
func wav(rows [][]float64, rate int) []byte {
	sum := summarize(rows...)
	peak := max(1, sum.hi, -sum.lo)
	if sum.finite == 0 {
		peak = 1
	}
	size := 2 * len(rows) * len(rows[0])
	out := make([]byte, 0, 44+size)
	out = append(out, "RIFF"...)
	out = binary.LittleEndian.AppendUint32(out, uint32(36+size))
	out = append(out, "WAVEfmt "...)
	for _, v := range []uint32{16, 1 | uint32(len(rows))<<16, uint32(rate), uint32(rate * 2 * len(rows)), uint32(2*len(rows)) | 16<<16} {
		out = binary.LittleEndian.AppendUint32(out, v)
	}
	out = append(out, "data"...)
	out = binary.LittleEndian.AppendUint32(out, uint32(size))
	for i := range rows[0] {
		for _, r := range rows {
			v := r[i] / peak
			if !(math.Abs(v) <= 1) {
				v = 0
			}
			out = binary.LittleEndian.AppendUint16(out, uint16(int16(math.Round(v*32767))))
		}
	}
	return out
}
