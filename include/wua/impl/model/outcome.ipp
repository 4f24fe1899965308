// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/model/outcome.hpp>.

#include <wua/model/outcome.hpp>

#include <new>
#include <utility>

namespace wua
{

WUA_COLD outcome outcome::failed(HRESULT hresult, native_error native, std::string detail)
{
    return {orcFailed, hresult, native, std::move(detail)};
}

WUA_INLINE bool make_plausible(outcome& result) noexcept
{
    if (result.code == orcSucceeded && failed(result.hresult))
    {
        result.code = orcFailed;
        return false;
    }
    if (result.code == orcFailed && succeeded(result.hresult))
    {
        result.hresult = wu_e_download_failed;
    }
    else if (result.code == orcAborted && succeeded(result.hresult))
    {
        result.hresult = wu_e_call_cancelled;
    }
    return true;
}

WUA_INLINE outcome copy_of(const outcome& result)
{
    try
    {
        return result;
    }
    catch (const std::bad_alloc&)
    {
        return {result.code, result.hresult, result.native, {}};
    }
}

WUA_INLINE void outcome_tally::add(OperationResultCode code) noexcept
{
    switch (code)
    {
        case orcSucceeded:
            ++m_succeeded;
            break;
        case orcSucceededWithErrors:
            ++m_with_errors;
            break;
        case orcAborted:
            ++m_aborted;
            break;
        default:
            ++m_failed;
            break;
    }
}

WUA_INLINE outcome outcome_tally::combined() const
{
    if (m_aborted != 0)
    {
        return outcome::aborted();
    }
    if (m_failed != 0 && m_succeeded + m_with_errors == 0)
    {
        return outcome::failed(wu_e_all_updates_failed);
    }
    if (m_failed + m_with_errors != 0)
    {
        return {orcSucceededWithErrors, wu_s_update_error, {}, {}};
    }
    return outcome::succeeded();
}

} // namespace wua
