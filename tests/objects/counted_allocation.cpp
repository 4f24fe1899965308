// SPDX-License-Identifier: MIT
// The program's operator new, which counts; in a file of its own, so that no caller sees into it.

#include "counted_allocation.hpp"

#include <cstdlib>
#include <new>

std::size_t& wua_test::allocations() noexcept
{
    thread_local std::size_t count = 0;
    return count;
}

void* operator new(std::size_t size)
{
    ++wua_test::allocations();
    if (void* memory = std::malloc(size == 0 ? 1 : size))
    {
        return memory;
    }
    throw std::bad_alloc();
}

void operator delete(void* memory) noexcept
{
    std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept
{
    std::free(memory);
}

void* operator new(std::size_t size, const std::nothrow_t&) noexcept
{
    ++wua_test::allocations();
    return std::malloc(size == 0 ? 1 : size);
}
