// SPDX-License-Identifier: MIT
// operator new and delete that count, and fail on request.

#include "torture/oom_allocation.hpp"

#include "torture/oom_origin.hpp"

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>

namespace oom
{
namespace
{

std::atomic<std::uint64_t> s_at{never};
std::atomic<std::uint64_t> s_counted{0};
std::atomic<std::uint64_t> s_failed{0};
std::atomic<std::int64_t> s_live{0};
std::atomic<bool> s_for_ever{false};
std::atomic<bool> s_is_armed{false};
std::atomic<bool> s_is_own_only{false};
thread_local int t_spared = 0;
void (*s_on_failure)() = nullptr;

bool fails() noexcept
{
    if (!s_is_armed.load() || t_spared != 0)
    {
        return false;
    }
    if (s_is_own_only.load())
    {
        const spared not_counted;
        if (!is_own_allocation())
        {
            return false;
        }
    }
    const std::uint64_t number = ++s_counted;
    const bool is_due = number == s_at.load() || (s_for_ever.load() && number > s_at.load());
    s_failed += is_due ? 1U : 0U;
    if (is_due && s_on_failure != nullptr)
    {
        const spared not_counted;
        s_on_failure();
    }
    return is_due;
}

void* allocate(std::size_t size, std::size_t alignment = 0) noexcept
{
    if (fails())
    {
        return nullptr;
    }
    const std::size_t least = size == 0 ? 1 : size;
    void* block = alignment == 0 ? std::malloc(least)
                                 : std::aligned_alloc(alignment, (least + alignment - 1) / alignment * alignment);
    s_live += block != nullptr ? 1 : 0;
    return block;
}

void* allocate_or_throw(std::size_t size, std::size_t alignment = 0)
{
    void* block = allocate(size, alignment);
    if (block == nullptr)
    {
        throw std::bad_alloc();
    }
    return block;
}

void release(void* block) noexcept
{
    s_live -= block != nullptr ? 1 : 0;
    std::free(block);
}

} // namespace

void plan(std::uint64_t at, bool for_ever) noexcept
{
    s_at = at;
    s_for_ever = for_ever;
    s_counted = 0;
    s_failed = 0;
}

void on_failure(void (*call)()) noexcept
{
    s_on_failure = call;
}

std::uint64_t counted() noexcept
{
    return s_counted;
}
std::uint64_t failed() noexcept
{
    return s_failed;
}
std::int64_t live() noexcept
{
    return s_live;
}

armed::armed() noexcept
{
    s_is_armed = true;
}
armed::~armed()
{
    s_is_armed = false;
}
spared::spared() noexcept
{
    ++t_spared;
}
spared::~spared()
{
    --t_spared;
}
own_only::own_only()
{
    read_own_functions();
    s_is_own_only = true;
}
own_only::~own_only()
{
    s_is_own_only = false;
}

} // namespace oom

// clang-format off
void* operator new(std::size_t size) { return oom::allocate_or_throw(size); }
void* operator new[](std::size_t size) { return oom::allocate_or_throw(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return oom::allocate(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return oom::allocate(size); }
void* operator new(std::size_t size, std::align_val_t to) { return oom::allocate_or_throw(size, static_cast<std::size_t>(to)); }
void* operator new[](std::size_t size, std::align_val_t to) { return oom::allocate_or_throw(size, static_cast<std::size_t>(to)); }
void* operator new(std::size_t size, std::align_val_t to, const std::nothrow_t&) noexcept { return oom::allocate(size, static_cast<std::size_t>(to)); }
void* operator new[](std::size_t size, std::align_val_t to, const std::nothrow_t&) noexcept { return oom::allocate(size, static_cast<std::size_t>(to)); }
void operator delete(void* block) noexcept { oom::release(block); }
void operator delete[](void* block) noexcept { oom::release(block); }
void operator delete(void* block, std::size_t) noexcept { oom::release(block); }
void operator delete[](void* block, std::size_t) noexcept { oom::release(block); }
void operator delete(void* block, const std::nothrow_t&) noexcept { oom::release(block); }
void operator delete[](void* block, const std::nothrow_t&) noexcept { oom::release(block); }
void operator delete(void* block, std::align_val_t) noexcept { oom::release(block); }
void operator delete[](void* block, std::align_val_t) noexcept { oom::release(block); }
void operator delete(void* block, std::size_t, std::align_val_t) noexcept { oom::release(block); }
void operator delete[](void* block, std::size_t, std::align_val_t) noexcept { oom::release(block); }
void operator delete(void* block, std::align_val_t, const std::nothrow_t&) noexcept { oom::release(block); }
void operator delete[](void* block, std::align_val_t, const std::nothrow_t&) noexcept { oom::release(block); }
