/** Whether a candidate becomes the model that answers: the trial and the test against chance. */
package nyc.crime.training.promotion;
