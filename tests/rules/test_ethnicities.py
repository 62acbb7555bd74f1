"""Ethnicity: the school census's extended codes and their words, each under the main code that the census gives it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from domain.codes import code_aliases, codes
from domain.text import key

OWNERS = dict(code_aliases().filter(column_name="ethnicity").select("alias_key", "code").iter_rows())
LOCAL_AUTHORITIES = Path(__file__).parents[2] / "../shared/data/codes/nccis_ethnicity.csv"

# Main code -> its approved extended codes and categories, as the Department for Education lists them.
EXTENDED = {
    "WBRI": "WBRI White - British; WENG White - English; WSCO White - Scottish; WWEL White - Welsh; WCOR White - Cornish; "
    "WNIR White - Northern Irish; WOWB Other White British",
    "WIRI": "WIRI White - Irish",
    "WIRT": "WIRT Traveller of Irish heritage; WIRT Irish Traveller",
    "WROM": "WROM Gypsy / Roma; WROG Gypsy; WROR Roma; WROO Other Gypsy/Roma",
    "WOTH": "WOTH Any other White background; WALB Albanian; WBOS Bosnian-Herzegovinian; WCRO Croatian; WGRE Greek/Greek Cypriot; "
    "WGRK Greek; WGRC Greek Cypriot; WITA Italian; WKOS Kosovan; WPOR Portuguese; WSER Serbian; WTUR Turkish/Turkish Cypriot; "
    "WTUK Turkish; WTUC Turkish Cypriot; WEUR White European; WEEU White Eastern European; WWEU White Western European; "
    "WOTW White other",
    "MWBC": "MWBC White and Black Caribbean",
    "MWBA": "MWBA White and Black African",
    "MWAS": "MWAS White and Asian; MWAP White and Pakistani; MWAI White and Indian; MWAO White and any other Asian background",
    "MOTH": "MOTH Any other Mixed background; MAOE Asian and any other ethnic group; MABL Asian and Black; MACH Asian and Chinese; "
    "MBOE Black and any other ethnic group; MBCH Black and Chinese; MCOE Chinese and any other ethnic group; "
    "MWOE White and any other ethnic group; MWCH White and Chinese; MOTM Other mixed background",
    "AIND": "AIND Indian",
    "APKN": "APKN Pakistani; AMPK Mirpuri Pakistani; AKPA Kashmiri Pakistani; AOPK Other Pakistani",
    "ABAN": "ABAN Bangladeshi",
    "AOTH": "AOTH Any other Asian background; AAFR African Asian; AKAO Kashmiri other; ANEP Nepali; ASNL Sri Lankan Sinhalese; "
    "ASLT Sri Lankan Tamil; ASRO Sri Lankan other; AOTA Other Asian",
    "CHNE": "CHNE Chinese; CHKC Hong Kong Chinese; CMAL Malaysian Chinese; CSNG Singaporean Chinese; CTWN Taiwanese; COCH Other Chinese",
    "BCRB": "BCRB Black Caribbean",
    "BAFR": "BAFR Black - African; BANN Black - Angolan; BCON Black - Congolese; BGHA Black - Ghanaian; BNGN Black - Nigerian; "
    "BSLN Black - Sierra Leonean; BSOM Black - Somali; BSUD Black - Sudanese; BAOF Other Black African",
    "BOTH": "BOTH Any other Black background; BEUR Black European; BNAM Black North American; BOTB Other Black",
    "OOTH": "OOTH Any other ethnic group; OAFG Afghan; OARA Arab other; OEGY Egyptian; OFIL Filipino; OIRN Iranian; OIRQ Iraqi; "
    "OJPN Japanese; OKOR Korean; OKRD Kurdish; OLAM Latin/South/Central American; OLEB Lebanese; OLIB Libyan; OMAL Malay; "
    "OMRC Moroccan; OPOL Polynesian; OTHA Thai; OVIE Vietnamese; OYEM Yemeni; OOEG Other ethnic group",
    "REFU": "REFU Refused",
    "NOBT": "NOBT Information not yet obtained",
}
# What says the group and no more.
GROUPS = {"WHITE", "MIXED", "ASIAN", "BLACK"}


@pytest.mark.parametrize("main", EXTENDED)
def test_an_extended_code_and_its_words_mean_their_main_code(main: str) -> None:
    listed = [pair.strip().split(" ", 1) for pair in EXTENDED[main].split(";")]
    found = {spelling: OWNERS.get(key(spelling)) for pair in listed for spelling in pair}
    assert found == dict.fromkeys(found, main)


def test_no_other_code_of_four_letters_is_listed() -> None:
    approved = {pair.split()[0].lower() for pairs in EXTENDED.values() for pair in pairs.split(";")}
    local = {"bbri"}  # of local authorities, below
    words = {"arab", "thai", "roma"}
    assert {alias for alias in OWNERS if len(alias) == 4 and alias.isalpha()} - approved <= local | words


def test_the_main_codes_are_the_censuss_and_each_has_its_group() -> None:
    groups = dict(codes().filter(column_name="ethnicity").select("code", "code_group").iter_rows())
    assert set(groups) == set(EXTENDED) | GROUPS
    by_letter = {"W": "white", "M": "mixed", "A": "asian", "B": "black", "O": "other"}
    for code, group in groups.items():
        # Chinese counts as Asian: the harmonised standard of the census of 2011 and later.
        expected = {"CHNE": "asian", "REFU": "not_known", "NOBT": "not_known"}.get(code) or by_letter[code[0]]
        assert group == expected, code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Asian or Asian British - Bangladeshi", "ABAN"),
        ("Black or Black British - African", "BAFR"),
        ("Mixed/Dual Background - White and Asian", "MWAS"),
        ("White: English, Welsh, Scottish, Northern Irish or British", "WBRI"),
        ("White & Black Caribbean", "MWBC"),
        ("WBRI - White British", "WBRI"),
        ("Black, Black British, Black Welsh, Caribbean or African", "BLACK"),
        ("Black British", "BLACK"),
        ("Asian, Asian British or Asian Welsh", "ASIAN"),
        ("Mixed or multiple ethnic groups", "MIXED"),
    ],
)
def test_words_of_forms_and_of_the_census_are_understood(text: str, code: str) -> None:
    assert OWNERS.get(key(text)) == code


@pytest.mark.parametrize(
    "text", ["British", "English", "Bang", "European", "Mixed Asian", "Somali", "Jewish", "Sikh", "Cypriot"]
)
def test_a_nationality_a_faith_or_half_a_word_is_no_ethnic_group(text: str) -> None:
    assert key(text) not in OWNERS


def test_a_code_of_local_authorities_and_its_label_mean_the_same() -> None:
    if not LOCAL_AUTHORITIES.exists():
        pytest.skip(f"{LOCAL_AUTHORITIES} is not here: published lists are read in place, never copied")
    with LOCAL_AUTHORITIES.open(newline="", encoding="utf-8") as file:
        for listed in csv.DictReader(file):
            assert OWNERS[key(listed["code"])] == OWNERS[key(listed["label"])], listed
