// SPDX-License-Identifier: MIT
#pragma once

// Off Windows: the apartments of threads, which are counted and nothing else, since every object may be called from any
// thread.

#include <wua/com/hresult.hpp>

#include <atomic>

namespace wua::detail
{

// How often the calling thread has entered its apartment, and of which kind that is.
struct thread_apartment
{
    static constexpr DWORD mode_bits = 0x2; // COINIT_APARTMENTTHREADED; 0 is COINIT_MULTITHREADED

    static inline thread_local unsigned entered = 0;
    static inline thread_local DWORD mode = 0;

    // How many threads of the process have entered the multithreaded apartment. While there is one, those that have
    // entered none are in it, too.
    static inline std::atomic<unsigned> multithreaded = 0;

    static bool is_entered() noexcept
    {
        return entered != 0 || multithreaded != 0;
    }

    static HRESULT enter(DWORD wanted) noexcept
    {
        if (entered != 0 && mode != (wanted & mode_bits))
        {
            return rpc_e_changed_mode;
        }
        mode = wanted & mode_bits;
        if (++entered != 1)
        {
            return s_false;
        }
        multithreaded += mode == 0 ? 1 : 0;
        return s_ok;
    }

    static void leave() noexcept
    {
        if (entered == 0)
        {
            return;
        }
        --entered;
        multithreaded -= entered == 0 && mode == 0 ? 1 : 0;
    }
};

} // namespace wua::detail
