// SPDX-License-Identifier: MIT

#include <wua/com/utf.hpp>

int other_unit();

int other_unit()
{
    return 0;
}
