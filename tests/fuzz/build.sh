#!/bin/bash -eu
# SPDX-License-Identifier: MIT
# tests/fuzz/build.sh [TARGET...]: builds every fuzz target, or those named, in the way of OSS-Fuzz: into $OUT, with its
# dictionary, by $CXX and $CXXFLAGS, against $LIB_FUZZING_ENGINE. Run it in the top folder of the sources. A target may
# name a library that it needs, by its pkg-config name, and is left out where it is missing.
sources=(tests/fuzz/*.cpp)
if (($# > 0)); then
    sources=("${@/#/tests/fuzz/}")
    sources=("${sources[@]/%/.cpp}")
fi
for source in "${sources[@]}"; do
    target=$(basename "$source" .cpp)
    flags=()
    libraries=()
    needed=$(sed -n 's|^// needs: ||p' "$source")
    if [[ -n $needed ]]; then
        pkg-config --exists "$needed" || continue
        read -ra flags < <(pkg-config --cflags "$needed")
        read -ra libraries < <(pkg-config --libs "$needed")
    fi
    # shellcheck disable=SC2086 # several options
    $CXX $CXXFLAGS -std=c++20 -Iinclude "${flags[@]}" -c "$source" -o "$OUT/$target.o"
    # shellcheck disable=SC2086
    $CXX $CXXFLAGS "$OUT/$target.o" -o "$OUT/$target" $LIB_FUZZING_ENGINE -Wl,--as-needed -lcrypto "${libraries[@]}"
    rm "$OUT/$target.o"
    if [[ -e tests/fuzz/$target.dict ]]; then
        cp "tests/fuzz/$target.dict" "$OUT"
    fi
done
