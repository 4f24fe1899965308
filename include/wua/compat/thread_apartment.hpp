// SPDX-License-Identifier: MIT
#pragma once

// Off Windows: the apartments of threads, which are counted and nothing else, since every object may be called from any
// thread.

#include <wua/com/hresult.hpp>

namespace wua::detail
{

// How often the calling thread has entered its apartment, and of which kind that is.
struct thread_apartment
{
    static constexpr DWORD mode_bits = 0x2; // COINIT_APARTMENTTHREADED; 0 is COINIT_MULTITHREADED

    static inline thread_local unsigned entered = 0;
    static inline thread_local DWORD mode = 0;

    static HRESULT enter(DWORD wanted) noexcept
    {
        if (entered != 0 && mode != (wanted & mode_bits))
        {
            return rpc_e_changed_mode;
        }
        mode = wanted & mode_bits;
        return ++entered == 1 ? s_ok : s_false;
    }

    static void leave() noexcept
    {
        entered -= entered != 0 ? 1 : 0;
    }
};

} // namespace wua::detail
