// SPDX-License-Identifier: MIT
#pragma once

// utf8_locale where libcurl has names in UTF-8 anyway.

namespace wua::detail
{

class utf8_locale
{
public:
    utf8_locale() noexcept {}
    utf8_locale(const utf8_locale&) = delete;
    utf8_locale& operator=(const utf8_locale&) = delete;
    ~utf8_locale() {}
};

} // namespace wua::detail
