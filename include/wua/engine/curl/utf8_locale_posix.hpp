// SPDX-License-Identifier: MIT
#pragma once

// utf8_locale by POSIX's locales of threads.

#include <locale.h>
#if defined(__APPLE__)
#include <xlocale.h>
#endif

namespace wua::detail
{

// In force as long as it lives, if the system has such a locale at all.
class utf8_locale
{
public:
    utf8_locale() noexcept : m_before(uselocale(shared())) {}
    utf8_locale(const utf8_locale&) = delete;
    utf8_locale& operator=(const utf8_locale&) = delete;
    ~utf8_locale()
    {
        uselocale(m_before);
    }

private:
    static locale_t shared() noexcept
    {
        static const locale_t made = [] {
            locale_t found = nullptr;
            for (const char* const name : {"C.UTF-8", "C.utf8", "en_US.UTF-8", "UTF-8"})
            {
                found = found == nullptr ? newlocale(LC_CTYPE_MASK, name, nullptr) : found;
            }
            return found;
        }();
        return made; // null leaves the thread's as it is
    }

    const locale_t m_before;
};

} // namespace wua::detail
