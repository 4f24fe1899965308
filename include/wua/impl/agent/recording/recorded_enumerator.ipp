// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/agent/recording/recorded_enumerator.hpp>.

#include <wua/agent/recording/argument_text.hpp>
#include <wua/agent/recording/recorded_enumerator.hpp>
#include <wua/agent/recording/recording.hpp>
#include <wua/com/abi_boundary.hpp>

#include <string>

namespace wua::detail
{

WUA_COLD HRESULT recorded_enumerator::written(const char* name, recording::clock::time_point began, HRESULT code,
                                              std::string_view answer) const noexcept
{
    m_all->write({.name = name, .object = {"IEnumVARIANT", 0}, .answer = answer, .code = code, .began = began});
    return code;
}

WUA_COLD HRESULT WUA_STDCALL recorded_enumerator::Next(ULONG wanted, VARIANT* values, ULONG* fetched) noexcept
{
    const auto began = recording::clock::now();
    ULONG count = 0;
    HRESULT code = m_inner->Next(wanted, values, fetched != nullptr || wanted != 1 ? fetched : &count);
    count = failed(code) ? 0 : fetched != nullptr ? *fetched : count;
    std::string answer(1, '[');
    for (ULONG i = 0; i != count; ++i)
    {
        VARIANT& value = values[i];
        const HRESULT shown = guarded([&] {
            if (value.vt == VT_DISPATCH || value.vt == VT_UNKNOWN)
            {
                value.punkVal = m_all->shown(std::exchange(value.punkVal, nullptr));
            }
            answer += (i == 0 ? "" : ",") + text_of_variant(*m_all, value);
        });
        code = failed(shown) ? shown : code;
    }
    const HRESULT ended = guarded([&] { answer += ']'; });
    return written("IEnumVARIANT::Next", began, code, failed(ended) ? std::string_view() : answer);
}

WUA_COLD HRESULT WUA_STDCALL recorded_enumerator::Skip(ULONG count) noexcept
{
    const auto began = recording::clock::now();
    return written("IEnumVARIANT::Skip", began, m_inner->Skip(count));
}

WUA_COLD HRESULT WUA_STDCALL recorded_enumerator::Reset() noexcept
{
    const auto began = recording::clock::now();
    return written("IEnumVARIANT::Reset", began, m_inner->Reset());
}

WUA_COLD HRESULT WUA_STDCALL recorded_enumerator::Clone(IEnumVARIANT** copy) noexcept
{
    const auto began = recording::clock::now();
    const HRESULT code = answer(copy, [&] {
        com_ptr<IEnumVARIANT> made;
        throw_if_failed(m_inner->Clone(made.put()));
        return com_ptr<IEnumVARIANT>(make<recorded_enumerator>(m_all, std::move(made)));
    });
    return written("IEnumVARIANT::Clone", began, code);
}

} // namespace wua::detail
