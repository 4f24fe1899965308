// SPDX-License-Identifier: MIT
#pragma once

// thread_slot by the language's own thread_local.

#include <utility>

namespace wua
{

// One slot a thread for each pair of arguments. What is kept when the thread ends is given to Delete; from then on the
// thread keeps nothing more, whatever its last destructors release.
template <class T, void (*Delete)(T*) noexcept>
class thread_slot
{
public:
    // What this thread keeps; null when nothing.
    static T* kept() noexcept
    {
        return t_kept;
    }

    // The same, and it is the caller's.
    static T* take() noexcept
    {
        T* const taken = kept();
        if (taken != nullptr)
        {
            t_kept = nullptr;
        }
        return taken;
    }

    // False when something is kept already, or the thread is ending: the object stays the caller's.
    static bool try_keep(T* object) noexcept
    {
        if (t_kept != nullptr || t_is_over)
        {
            return false;
        }
        thread_local const ending at_thread_exit;
        t_kept = object;
        return true;
    }

private:
    struct ending
    {
        ending() = default;
        ending(const ending&) = delete;
        ending& operator=(const ending&) = delete;

        ~ending()
        {
            // To delete it may release anything, even another object that would be kept.
            t_is_over = true;
            if (T* const last = std::exchange(t_kept, nullptr))
            {
                Delete(last);
            }
        }
    };

    static inline constinit thread_local T* t_kept = nullptr;
    static inline constinit thread_local bool t_is_over = false; // once the thread destroys its variables
};

} // namespace wua
