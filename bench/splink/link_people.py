"""Links a CSV of people with Splink 5 over DuckDB, as Splink's documentation sets it up for people.

    python link_people.py people.csv clusters.csv '{"blocking": [["first_name", "dob"], ...], "probability": 0.5}'

Prints one line of JSON: seconds, pairs compared, records, clusters. Reads the columns that `family-hub county --people`
writes; those that the file does not have are left out of the model. Term frequencies, random sampling for u and
expectation maximisation for m stand as the documentation recommends. Nothing is tuned to the truth, which is not read.
"""

import json
import sys
import time

import duckdb
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink import comparison_library as compare

people, out, options = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
began = time.perf_counter()
connection = duckdb.connect(":memory:")
if "threads" in options:
    connection.execute(f"set threads to {int(options['threads'])}").fetchall()
api = DuckDBAPI(connection=connection)

header = [row[0] for row in connection.execute(f"describe select * from read_csv('{people}', all_varchar = true)").fetchall()]
cleaned = ", ".join(
    f"nullif(trim(lower(\"{name}\")), '') as \"{name}\"" for name in header if name not in ("rec_id", "source")
)
connection.execute(
    f"create table people as select rec_id, source, {cleaned} from read_csv('{people}', all_varchar = true)"
).fetchall()

COMPARISONS = {
    "first_name": lambda: compare.NameComparison("first_name").configure(term_frequency_adjustments=True),
    "surname": lambda: compare.NameComparison("surname").configure(term_frequency_adjustments=True),
    "dob": lambda: compare.DateOfBirthComparison("dob", input_is_string=True),
    "sex": lambda: compare.ExactMatch("sex"),
    "postcode": lambda: compare.PostcodeComparison("postcode"),
    "nhs_number": lambda: compare.ExactMatch("nhs_number"),
    "upn": lambda: compare.ExactMatch("upn"),
    "email": lambda: compare.EmailComparison("email"),
    "phone": lambda: compare.ExactMatch("phone"),
    "occupation": lambda: compare.ExactMatch("occupation").configure(term_frequency_adjustments=True),
}
filled = {
    name
    for name in header
    if name in COMPARISONS
    and connection.execute(f'select count("{name}") from people').fetchall()[0][0] > 0
}
blocking = [columns for columns in options["blocking"] if all(column in filled for column in columns)]
settings = SettingsCreator(
    link_type="dedupe_only",
    unique_id_column_name="rec_id",
    comparisons=[COMPARISONS[name]() for name in COMPARISONS if name in filled],
    blocking_rules_to_generate_predictions=[block_on(*columns) for columns in blocking],
    retain_matching_columns=False,
    retain_intermediate_calculation_columns=False,
)
linker = Linker(api.register("people"), settings)
linker.training.estimate_probability_two_random_records_match(
    [block_on("first_name", "surname", "dob")], recall=0.7
)
linker.training.estimate_u_using_random_sampling(max_pairs=options.get("maxPairs", 5e6), seed=1)
linker.training.estimate_parameters_using_expectation_maximisation(block_on("first_name", "surname"))
linker.training.estimate_parameters_using_expectation_maximisation(block_on("dob"))
predicted = linker.inference.predict(threshold_match_probability=options.get("keep", 0.01))
clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
    predicted, threshold_match_probability=options.get("probability", 0.5)
)
connection.execute(
    f"copy (select p.source, p.rec_id as record_id, c.cluster_id as person_id from {clusters.physical_name} c"
    f" join people p on p.rec_id = c.rec_id order by 1, 2) to '{out}' (header)"
).fetchall()
seconds = time.perf_counter() - began
if "model" in options:
    linker.misc.save_model_to_json(options["model"], overwrite=True)
if "pairs" in options:
    connection.execute(f"copy (select * from {predicted.physical_name}) to '{options['pairs']}' (header)").fetchall()
count = connection.execute("select count(*) from people").fetchall()[0][0]
alike = " union ".join(
    "select l.rec_id, r.rec_id from people l join people r on l.rec_id < r.rec_id and "
    + " and ".join(f'l."{column}" = r."{column}"' for column in columns)
    for columns in blocking
)
pairs = connection.execute(f"select count(*) from ({alike})").fetchall()[0][0] if options.get("countPairs") else None
print(json.dumps({"seconds": round(seconds, 2), "records": count, "pairs": pairs}))
