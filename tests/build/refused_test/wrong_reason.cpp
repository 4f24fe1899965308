// SPDX-License-Identifier: MIT
// What refused.cmake must notice: the mistake is not the one that is stated.
// refused: static assertion failed

#if defined(WUA_MISTAKE)
int wrong = nothing_of_this_name;
#endif
