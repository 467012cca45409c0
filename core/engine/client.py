"""Of Spark's client what is used here, imported once."""

import warnings

with (
    warnings.catch_warnings()
):  # it warns of the pandas that the rest of the product stands on; none of its pandas parts is used
    warnings.simplefilter("ignore", FutureWarning)
    from pyspark.logger import PySparkLogger
    from pyspark.sql.connect.client import DefaultChannelBuilder
    from pyspark.sql.connect.client.retries import DefaultPolicy
    from pyspark.sql.connect.dataframe import DataFrame
    from pyspark.sql.connect.session import SparkSession

# It writes errors out whole, with the values that they quote.
PySparkLogger.getLogger("SQLQueryContextLogger").setLevel("CRITICAL")

__all__ = ["DataFrame", "DefaultChannelBuilder", "DefaultPolicy", "SparkSession"]
