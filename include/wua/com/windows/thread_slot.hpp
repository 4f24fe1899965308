// SPDX-License-Identifier: MIT
#pragma once

// thread_slot by fibre-local storage: where thread_local is emulated, as by mingw-w64's GCC, a variable is gone before
// the destructors that would look after what it points to.

#include <wua/com/windows/abi.hpp>

#include <utility>

namespace wua
{

// As its portable counterpart.
template <class T, void (*Delete)(T*) noexcept>
class thread_slot
{
public:
    static T* kept() noexcept
    {
        void* const found = FlsGetValue(index());
        return found == thread_is_over() ? nullptr : static_cast<T*>(found);
    }

    static T* take() noexcept
    {
        T* const taken = kept();
        if (taken != nullptr)
        {
            FlsSetValue(index(), nullptr);
        }
        return taken;
    }

    static bool try_keep(T* object) noexcept
    {
        return FlsGetValue(index()) == nullptr && FlsSetValue(index(), object) != 0;
    }

private:
    // Ends with the module that has the code of Delete, and then what all threads keep is deleted.
    struct storage
    {
        storage() = default;
        storage(const storage&) = delete;
        storage& operator=(const storage&) = delete;

        ~storage()
        {
            FlsFree(std::exchange(number, FLS_OUT_OF_INDEXES)); // by which nothing can be kept
        }

        DWORD number = FlsAlloc(&thread_slot::on_end);
    };

    static DWORD index() noexcept
    {
        static storage made;
        return made.number;
    }

    static void* thread_is_over() noexcept
    {
        static char place;
        return &place;
    }

    static void WINAPI on_end(void* last) noexcept
    {
        if (last != nullptr && last != thread_is_over())
        {
            FlsSetValue(index(), thread_is_over());
            Delete(static_cast<T*>(last));
        }
    }
};

} // namespace wua
