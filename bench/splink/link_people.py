"""Links a CSV of people with Splink 5 over DuckDB, as Splink's documentation sets it up for people.

    python link_people.py people.csv clusters.csv '{"blocking": [["first_name", "dob"], ["surname", "dob"]]}'

Reads the columns that `family-hub county --people` writes; those that the file does not fill are left out of the model.
Names, dates, postcodes and e-mails have the comparisons that the documentation gives them, numbers are compared as
same or different, term frequencies, random sampling for u and expectation maximisation for m stand as it recommends.
Training looks at a million pairs a session: without that limit a file of a million people takes many times as long, and
on a tenth of it precision and recall were the same. Nothing is tuned to the truth, which is not read. Prints one line of
JSON: seconds without starting Python, records.

Options: `blocking`, lists of columns, or of SQL expressions over `l` and `r` as one text each; `probability` from which
pairs are joined (0.5); `without`, columns to leave out of the model; `threads`; `trainingPairs`; `alsoAt`, more
probabilities, each into a file of its own beside the first; `pairs`, `model`, files for the scored pairs and the trained
model; `countPairs`, which counts pairs and links nothing.
"""

import json
import sys
import time

import duckdb
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink import comparison_library as compare
from splink.blocking_analysis import count_comparisons_from_blocking_rules

people, out, options = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
began = time.perf_counter()
connection = duckdb.connect(":memory:")
if "threads" in options:
    connection.execute(f"set threads to {int(options['threads'])}").fetchall()
api = DuckDBAPI(connection=connection)

read = f"read_csv('{people}', all_varchar = true)"
header = [row[0] for row in connection.execute(f"describe select * from {read}").fetchall()]
DERIVED = {
    "names": ("first_name || ' ' || surname", {"first_name", "surname"}),
    "district": ("split_part(postcode, ' ', 1)", {"postcode"}),
}
cleaned = [
    f"nullif(trim(lower(\"{name}\")), '') as \"{name}\"" if name not in ("rec_id", "source") else f'"{name}"'
    for name in header
]
derived = [f"{sql} as {name}" for name, (sql, needs) in DERIVED.items() if needs <= set(header)]
connection.execute(
    f"create table people as select {', '.join(['*', *derived])} from (select {', '.join(cleaned)} from {read})"
).fetchall()

COMPARISONS = {
    "names": lambda: compare.ForenameSurnameComparison(
        "first_name", "surname", forename_surname_concat_col_name="names"
    ),
    "dob": lambda: compare.DateOfBirthComparison("dob", input_is_string=True),
    "sex": lambda: compare.ExactMatch("sex"),
    "postcode": lambda: compare.PostcodeComparison("postcode"),
    "nhs_number": lambda: compare.ExactMatch("nhs_number"),
    "upn": lambda: compare.ExactMatch("upn"),
    "social_care_id": lambda: compare.ExactMatch("social_care_id"),
    "email": lambda: compare.EmailComparison("email"),
    "phone": lambda: compare.ExactMatch("phone"),
    "occupation": lambda: compare.ExactMatch("occupation").configure(term_frequency_adjustments=True),
}
columns = [name for name in [*header, *DERIVED] if name not in ("rec_id", "source")]
counts = connection.execute(f"select {', '.join(f'count({name})' for name in columns)} from people").fetchall()[0]
left_out = set(options.get("without", []))
filled = {name for name, count in zip(columns, counts) if count > 0} - left_out
blocking = [
    rule if isinstance(rule, str) else block_on(*rule)
    for rule in options["blocking"]
    if isinstance(rule, str) or set(rule) <= filled
]

if options.get("countPairs"):
    counted = count_comparisons_from_blocking_rules(
        api.register("people"), blocking_rules=blocking, link_type="dedupe_only", unique_id_column_name="rec_id",
        record_sample_proportion=1.0,
    )
    print(json.dumps({"pairs": int(counted[-1]["cumulative_comparison_count"])}))
    sys.exit()

settings = SettingsCreator(
    link_type="dedupe_only",
    unique_id_column_name="rec_id",
    comparisons=[create() for name, create in COMPARISONS.items() if name in filled],
    blocking_rules_to_generate_predictions=blocking,
    retain_matching_columns=False,
    retain_intermediate_calculation_columns=False,
)
linker = Linker(api.register("people"), settings)
linker.training.estimate_probability_two_random_records_match(
    [block_on("first_name", "surname", "dob")], recall=0.7
)
linker.training.estimate_u_using_random_sampling(max_pairs=options.get("maxPairs", 5e6), seed=1)
for rule in (block_on("first_name", "surname"), block_on("dob")):
    linker.training.estimate_parameters_using_expectation_maximisation(
        rule, max_pairs=options.get("trainingPairs", 1e6)
    )
predicted = linker.inference.predict(threshold_match_probability=options.get("keep", 0.01))


def write_clusters(probability: float, path: str) -> None:
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
        predicted, threshold_match_probability=probability
    )
    connection.execute(
        f"copy (select p.source, p.rec_id as record_id, c.cluster_id as person_id from {clusters.physical_name} c"
        f" join people p on p.rec_id = c.rec_id order by 1, 2) to '{path}' (header)"
    ).fetchall()


write_clusters(options.get("probability", 0.5), out)
seconds = time.perf_counter() - began
for probability in options.get("alsoAt", []):
    write_clusters(probability, f"{out}.{probability}")
if "model" in options:
    linker.misc.save_model_to_json(options["model"], overwrite=True)
if "pairs" in options:
    connection.execute(f"copy (select * from {predicted.physical_name}) to '{options['pairs']}' (header)").fetchall()
print(json.dumps({"seconds": round(seconds, 2), "records": sum(1 for _ in open(out)) - 1}))
