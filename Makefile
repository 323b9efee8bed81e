# make demo                 play a whole case on real files, from the seizure to a verified bundle
# make test                 everything that must hold: style, tests, tools that are not ours
# make install PREFIX=DIR   one executable that works when copied alone, man page, completions
# make bench                throughput side by side with other tools, as ratios
# make alone               the installed executable in an empty root, with nothing else there
# make bench-redaction     sealing, scanning, redacting and verifying large texts
# make kill                 kill the program at random moments and check the office
# make faults               fail every write, sync, rename and removal of some acts, one at a time
# make fuzz                altered inputs for every parser of evidence files
# make leaks                the tests under AddressSanitizer
# make lint | format | clean

PREFIX ?= /usr/local
# Optimised, because every byte of a bundle is flipped and verified; `swift build` alone is fine for daily work.
OPTIMISED := -Xswiftc -O
BUILD := swift build $(OPTIMISED) --explicit-target-dependency-import-check error
PROGRAM := .build/debug/precinto
RELEASE := .build-release

.PHONY: demo test install alone bench bench-redaction fuzz kill faults leaks lint format clean packages conformance-tools release

demo: packages
	$(BUILD) --product precinto
	rm -rf precinto-demo
	$(PROGRAM) demo --into precinto-demo

test: packages conformance-tools lint
	$(BUILD) --build-tests
	PRECINTO_PROGRAM=$(CURDIR)/$(PROGRAM) swift test $(OPTIMISED) --skip-build --disable-xctest

packages:
	@.ci/install-packages.sh build

conformance-tools:
	@.ci/install-packages.sh conformance
	@.ci/conformance-tools.sh

lint:
	swift format lint --strict --recursive Sources Tests Plugins Package.swift

format:
	swift format --in-place --recursive Sources Tests Plugins Package.swift

# The C libraries' archives in a folder of their own, and pkg-config files that lead there, so that the linker finds
# no shared ones: what is left to find on another machine is the C and C++ runtime that every Debian has.
STATIC := $(CURDIR)/$(RELEASE)/static
STATIC_LIBRARIES := archive acl bz2 lzma lz4 zstd nettle sqlite3 deflate crypto expat png16 turbojpeg exif magic ewf z
STATIC_PACKAGES := libcrypto libarchive libdeflate expat libpng libexif libmagic libewf libturbojpeg

release: packages
	mkdir -p $(STATIC)
	set -e; for name in $(STATIC_LIBRARIES); do ln -sf "$$(cc -print-file-name=lib$$name.a)" $(STATIC)/; done
	set -e; for name in $(STATIC_PACKAGES); do \
	  sed 's|^libdir=.*|libdir=$(STATIC)|' "$$(pkg-config --variable=pcfiledir $$name)/$$name.pc" > $(STATIC)/$$name.pc; done
	PKG_CONFIG_PATH=$(STATIC) swift build -c release --static-swift-stdlib --scratch-path $(RELEASE) \
	  --product precinto -Xlinker -L$(STATIC) $(STATIC_LIBRARIES:%=-Xlinker -l%)

install: release
	install -d $(PREFIX)/bin $(PREFIX)/share/bash-completion/completions $(PREFIX)/share/zsh/site-functions $(PREFIX)/share/fish/vendor_completions.d
	install -s $(RELEASE)/release/precinto $(PREFIX)/bin/precinto
	$(PREFIX)/bin/precinto --generate-completion-script bash > $(PREFIX)/share/bash-completion/completions/precinto
	$(PREFIX)/bin/precinto --generate-completion-script zsh > $(PREFIX)/share/zsh/site-functions/_precinto
	$(PREFIX)/bin/precinto --generate-completion-script fish > $(PREFIX)/share/fish/vendor_completions.d/precinto.fish
	install -d $(PREFIX)/share/man/man1
	install -m 644 docs/precinto.1 $(PREFIX)/share/man/man1/precinto.1

alone: release
	install -s $(RELEASE)/release/precinto $(RELEASE)/alone
	Scripts/alone-test.sh $(RELEASE)/alone

bench-redaction: release
	Scripts/bench-redaction.sh $(RELEASE)/release/precinto

bench: release conformance-tools
	swift build -c release --scratch-path $(RELEASE) --product FuzzFormats
	Scripts/bench.sh $(RELEASE)/release/precinto

kill: packages
	$(BUILD) --product precinto
	Scripts/kill-test.sh $(PROGRAM) 200

faults: packages
	$(BUILD) --product precinto
	Scripts/fault-test.sh $(PROGRAM)

# FUZZ=N inputs for each parser; the same seed gives the same inputs.
FUZZ ?= 1000000

fuzz: packages
	swift build -c release --scratch-path $(RELEASE) --product FuzzFormats
	Scripts/fuzz.sh $(RELEASE)/release/FuzzFormats $(FUZZ)

leaks: packages
	LSAN_OPTIONS=suppressions=$(CURDIR)/Tests/lsan.supp PRECINTO_PROGRAM=$(CURDIR)/$(PROGRAM) \
	  swift test --disable-xctest --sanitize=address --scratch-path .build-leaks \
	  --filter 'IntegrityTests|CustodyTests|SigningTests|VaultTests|LedgerTests|BundlesTests|SealedPictureTests|PictureDecoderTests|VectorTests'

clean:
	rm -rf .build $(RELEASE) .build-leaks precinto-demo
