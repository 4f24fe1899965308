// SPDX-License-Identifier: MIT

#include <wua/com/utf.hpp>

int other_unit();

int main()
{
    return other_unit();
}
