# SPDX-License-Identifier: MIT
# cmake -D FROM=page.html -D TO=page.inc -P embed.cmake: writes the bytes of a file as the elements of an array.
file(READ "${FROM}" bytes HEX)
string(REGEX REPLACE "(................................)" "\\1\n" bytes "${bytes}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
file(WRITE "${TO}" "${bytes}\n")
