-- How to reach each pupil and what the family agreed to, the newest that any usable row says; read by worklists and returns alone
-- grain: pupil_id
-- rebuild: all
with cleaned as (
    select
        delivery_id, sheet, line, part,
        nullif(trim(replace(columns('^(legal_.+|preferred_forename|middle_names|address_line_.|town|postcode|home_la|pupil_.+|parent_.+)$'), chr(160), ' ')), '')
    from raw.rows
    where kind in ('roll', 'destinations')
),
texts as (
    select
        c.delivery_id, c.sheet, c.line, c.part,
        case when not list_contains(blank.words, lower(columns('^(address_line_.|town|postcode|home_la|pupil_.+|parent_.+)$'))) then columns('^(address_line_.|town|postcode|home_la|pupil_.+|parent_.+)$') end,
        -- There are pupils whose name is Na, Nil or Null
        case when not list_contains(blank.words_that_name_nobody, lower(columns('^(legal_.+|preferred_forename|middle_names)$'))) then columns('^(legal_.+|preferred_forename|middle_names)$') end
    from cleaned as c
    cross join (
        select list(word) as words, list(word) filter (where names_nobody = 'yes') as words_that_name_nobody from ref.blank_words
    ) as blank
),
said as (
    select
        l.pupil_id, t.* exclude (delivery_id, sheet, line, part),
        -- An opt-out that nobody can read is honoured until somebody says what it means
        coalesce(r.share_opt_out, case when list_contains(r.unreadable, 'share_opt_out') then 'yes' end) as share_opt_out,
        r.contact_permission,
        row_number() over (partition by l.pupil_id order by r.delivery_number, r.sheet_number, r.line, r.part) as place
    from texts as t
    join staged.rows as r on r.delivery_id = t.delivery_id and r.sheet = t.sheet and r.line = t.line and r.part = t.part
    join staged.row_verdicts as v
        on v.delivery_id = t.delivery_id and v.sheet = t.sheet and v.line = t.line and v.part = t.part and v.verdict = 'usable'
    join core.pupil_links as l on l.delivery_id = t.delivery_id and l.sheet = t.sheet and l.line = t.line
),
newest as (
    select
        pupil_id,
        -- "Not asked", as many systems fill in by themselves, takes back no answer that was given
        coalesce(arg_max(contact_permission, place) filter (where contact_permission <> 'not_asked'), max(contact_permission)) as permission,
        arg_max(columns('^(legal_.+|preferred_forename|middle_names|address_line_.|town|postcode|home_la|pupil_phone|pupil_email|parent_.+|share_opt_out)$'), place)
    from said
    group by pupil_id
)
select
    cast(c.pupil_id as varchar) as pupil_id, -- The pupil
    cast(c.legal_surname as varchar) as legal_surname, -- Surname in law
    cast(c.legal_forename as varchar) as legal_forename, -- Forename in law
    cast(c.middle_names as varchar) as middle_names, -- Middle names
    cast(c.preferred_forename as varchar) as preferred_forename, -- The forename used
    cast(c.address_line_1 as varchar) as address_line_1, -- Address
    cast(c.address_line_2 as varchar) as address_line_2, -- Address
    cast(c.address_line_3 as varchar) as address_line_3, -- Address
    cast(c.address_line_4 as varchar) as address_line_4, -- Address
    cast(c.town as varchar) as town, -- Town
    cast(c.postcode as varchar) as postcode, -- Home postcode
    cast(c.home_la as varchar) as home_la, -- Home local authority as sent
    cast(a.la_code as varchar) as la_code, -- Its three digits; null: not known
    cast(c.pupil_phone as varchar) as pupil_phone, -- The pupil's telephone
    cast(c.pupil_email as varchar) as pupil_email, -- The pupil's e-mail
    cast(c.parent_name as varchar) as parent_name, -- A parent's name
    cast(c.parent_address as varchar) as parent_address, -- A parent's address
    cast(c.parent_phone as varchar) as parent_phone, -- A parent's telephone
    cast(c.parent_email as varchar) as parent_email, -- A parent's e-mail
    cast(c.share_opt_out as varchar) as share_opt_out, -- Whether the family opted out of sharing beyond names and addresses: yes or no; null: not said
    cast(c.permission as varchar) as contact_permission, -- Whether the leaver may be contacted: yes, no, not_asked or withdrawn; null: not said
    cast(coalesce(c.permission = 'yes', false) as boolean) as may_contact, -- Whether somebody said yes to being contacted
    cast(coalesce(c.permission = 'withdrawn', false) as boolean) as is_objector -- Whether that was taken back: the pupil is on no list
from newest as c
left join ref.local_authority_names as a
    on a.name_key = regexp_replace(regexp_replace(lower(strip_accents(c.home_la)), '\.0$', ''), '[^a-z0-9]', '', 'g')
