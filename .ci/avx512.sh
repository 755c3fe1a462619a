#!/usr/bin/env bash
# Runs tests of the AVX-512 assembly on a machine that has no such processor: Linux boots in the emulator Bochs with a
# Skylake-X, and its only program runs them. Needs Debian 12 and takes about fifteen minutes, so .ci/run leaves it out.
#
#   .ci/avx512.sh                        the kernels of packages contract and vector against their plain Go twins
#   .ci/avx512.sh PACKAGE ARGUMENTS...   the tests of another package, such as ./array -test.run TestSameBits
#
# Its work and the log, serial.txt, are in .ci/work/avx512. Exits with a status other than 0 unless all tests pass.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$PWD/.ci/work/avx512
rm -rf "$work"
mkdir -p "$work/root/dev" "$work/root/proc" "$work/root/tmp" "$work/root/tests" "$work/iso/isolinux"

if ! command -v bochs >/dev/null || ! command -v xorriso >/dev/null || ! command -v cpio >/dev/null || ! [ -f /usr/lib/ISOLINUX/isolinux.bin ]; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends bochs bochs-term bochsbios vgabios isolinux syslinux-common xorriso cpio
fi

# A test binary and what it is to run: little, since the emulator takes a hundred times as long.
add() {
    local name
    name=$(basename "$1")
    CGO_ENABLED=0 GOARCH=amd64 go test -c -o "$work/root/tests/$name.test" "$1"
    shift
    echo "$*" >"$work/root/tests/$name.test.arguments"
}
if [ $# -gt 0 ]; then
    add "$@"
else
    add ./array/internal/contract -test.run 'TestGuards|^TestSameBits$|Windows' -test.skip 'TestSameBits/([0-9]{4}|300|190.90|150.65|9.9000|37.19|90.210|1.1000|1.130|13.100|ij,j|ij,ij|i,i->|oxy)|TestSameBitsWindows/(cxy|g|.*[0-9]{2}.[0-9]{2}.[0-9].[0-9].*2$)'
    add ./array/internal/vector -test.short -test.run 'TestTwins|TestTranspose|TestFunctionsDense'
fi
CGO_ENABLED=0 GOOS=linux GOARCH=amd64 go build -o "$work/root/init" .ci/avx512/init.go

# Bochs and Linux disagree about the size of compacted register areas, hence clearcpuid: XSAVEC and XSAVES stay unused.
# The kernel that Debian makes for virtual machines has all drivers that are needed here.
cd "$work"
image=$(apt-cache depends linux-image-cloud-amd64 | awk '/Depends: linux-image/ && !seen++ { print $2 }')
apt-get download -qq "$image"
dpkg-deb -x "$image"_*.deb kernel
cp kernel/boot/vmlinuz-* iso/vmlinuz
cp /usr/lib/ISOLINUX/isolinux.bin /usr/lib/syslinux/modules/bios/ldlinux.c32 iso/isolinux/
(cd root && find . | cpio -o -H newc --quiet | gzip -1) >iso/initrd.gz
cat >iso/isolinux/isolinux.cfg <<'CFG'
default linux
prompt 0
label linux
 kernel /vmlinuz
 append initrd=/initrd.gz console=ttyS0,115200 quiet mitigations=off nokaslr nosmp lpj=1000000 tsc=reliable noxsaves clearcpuid=321,323 random.trust_cpu=on
CFG
xorriso -as mkisofs -quiet -o boot.iso -b isolinux/isolinux.bin -c isolinux/boot.cat -no-emul-boot -boot-load-size 4 -boot-info-table iso
cat >bochsrc <<'CFG'
config_interface: textconfig
display_library: term
megs: 1024
cpu: model=corei7_skylake_x, count=1, ips=100000000, reset_on_triple_fault=0
romimage: file=/usr/share/bochs/BIOS-bochs-latest
vgaromimage: file=/usr/share/bochs/VGABIOS-lgpl-latest
ata0-master: type=cdrom, path=boot.iso, status=inserted
boot: cdrom
com1: enabled=1, mode=file, dev=serial.txt
clock: sync=none, time0=1700000000
log: bochs.log
panic: action=fatal
speaker: enabled=0
CFG
echo c >commands # Debian's build starts in its debugger: continue
TERM=xterm script -q -c "bochs -q -f bochsrc -rc commands" terminal.txt </dev/null >/dev/null || true
cat serial.txt
grep -q '^AVX-512 with all that is needed: true' serial.txt
grep -q '^ALL PASSED' serial.txt
