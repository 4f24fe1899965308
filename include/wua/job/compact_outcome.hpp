// SPDX-License-Identifier: MIT
#pragma once

// An outcome in little memory.

#include <wua/com/hresult.hpp>
#include <wua/model/outcome.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/enums.hpp>

#include <memory>

namespace wua::detail
{

// Most outcomes of a long queue consist of their two codes only: an underlying error and a text take memory only where
// they exist. If there is no memory for them, the codes alone are kept.
class compact_outcome
{
public:
    void keep(outcome result) noexcept;

    // May throw bad_alloc.
    outcome get() const
    {
        return m_more ? *m_more : outcome{m_code, m_hresult, {}, {}};
    }

    OperationResultCode code() const noexcept
    {
        return m_code;
    }

    HRESULT hresult() const noexcept
    {
        return m_hresult;
    }

    bool is_success_or_with_errors() const noexcept
    {
        return m_code == orcSucceeded || m_code == orcSucceededWithErrors;
    }

private:
    OperationResultCode m_code = orcNotStarted;
    HRESULT m_hresult = s_ok;
    std::unique_ptr<const outcome> m_more;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/job/compact_outcome.ipp>
#endif
